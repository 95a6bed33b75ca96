package io.anyloop.loop.iocp;

import io.anyloop.spi.Readiness;

/// The events of an AFD poll, and what they mean for who reads and who writes.
///
/// The numbers are those of `AFD_POLL_*` in the driver's interface, as wepoll, mio and libuv have them.
final class AfdEvents {
    static final int RECEIVE = 0x0001;
    static final int SEND = 0x0004;
    static final int DISCONNECT = 0x0008;
    static final int ABORT = 0x0010;
    static final int LOCAL_CLOSE = 0x0020;
    static final int ACCEPT = 0x0080;
    static final int CONNECT_FAIL = 0x0100;

    private static final int READS = RECEIVE | ACCEPT | DISCONNECT;
    private static final int WRITES = SEND;

    /// Concerns both directions: no operation will wait any more.
    private static final int FAILURES = ABORT | CONNECT_FAIL | LOCAL_CLOSE;

    private AfdEvents() {}

    /// What to poll for.
    ///
    /// @param what READ, WRITE or both, of [Readiness]
    static int of(int what) {
        return FAILURES
                | ((what & Readiness.READ) != 0 ? READS : 0)
                | ((what & Readiness.WRITE) != 0 ? WRITES : 0);
    }

    /// What to report, of what is wanted; 0 for nothing.
    static int toReadiness(int events, int wanted) {
        int what = 0;
        if ((events & READS) != 0) {
            what |= Readiness.READ;
        }
        if ((events & WRITES) != 0) {
            what |= Readiness.WRITE;
        }
        if ((events & FAILURES) != 0) {
            what = Readiness.READ | Readiness.WRITE;
        }
        what &= wanted;
        boolean unusual = (events & (FAILURES | DISCONNECT)) != 0;
        return what != 0 && unusual ? what | Readiness.UNUSUAL : what;
    }
}
