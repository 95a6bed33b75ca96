package io.anyloop.loop.netty;

import io.anyloop.spi.Readiness;

/// What Linux's poll(2) says about a descriptor, in bits that epoll and io_uring share, and in those of [Readiness].
public final class PollBits {
    private static final int IN = 0x1;
    private static final int PRI = 0x2;
    private static final int OUT = 0x4;
    private static final int ERR = 0x8;
    private static final int HUP = 0x10;
    private static final int RDHUP = 0x2000;

    private PollBits() {}

    /// What to ask the system for.
    ///
    /// @param what [Readiness#READ], [Readiness#WRITE] or both
    /// @return bits of poll(2)
    public static int asked(int what) {
        int read = (what & Readiness.READ) != 0 ? IN | PRI | RDHUP : 0;
        return read | ((what & Readiness.WRITE) != 0 ? OUT : 0);
    }

    /// What the system found. A hang-up or an error goes with both directions.
    ///
    /// @param events bits of poll(2)
    /// @return bits of [Readiness]
    public static int found(int events) {
        int what = 0;
        if ((events & (IN | PRI | RDHUP | ERR | HUP)) != 0) {
            what |= Readiness.READ;
        }
        if ((events & (OUT | ERR | HUP)) != 0) {
            what |= Readiness.WRITE;
        }
        if ((events & (PRI | RDHUP | ERR | HUP)) != 0) {
            what |= Readiness.UNUSUAL;
        }
        return what;
    }
}
