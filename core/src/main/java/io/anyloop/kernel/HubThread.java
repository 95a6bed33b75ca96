package io.anyloop.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/// A platform thread that carries a hub.
public final class HubThread extends Thread {
    /// Its virtual thread is in no call that may block it, as far as the JDK tells.
    static final int OUT = 0;

    /// It is in one.
    public static final int IN_CALL = 1;

    /// It is in one, and the watchdog is about to lend the hub to another thread.
    static final int TAKEN = 2;

    /// It is in one, or comes out of it, and the hub is lent.
    static final int LENT = 3;

    final Engine hub;
    public final Progress progress = new Progress();
    public final AtomicInteger call = new AtomicInteger();

    /// Counts the calls that may block. Written by this thread; the watchdog only compares.
    public volatile int calls;

    /// How many waits that stop this thread are nested in the virtual thread that it carries. By that one only.
    int stuck;

    /// Whether it has lent the hub. Set by whoever lends, cleared by this thread.
    volatile boolean isAway;

    /// Whether it was chosen to carry the hub, and stays until it does. Set by whoever lends.
    volatile boolean isPromised;

    /// Whether the watchdog has interrupted it, to have it try again for a monitor. Set after the interrupt: who sees it finds that there
    /// and takes it away.
    private volatile boolean isNudged;

    /// The virtual thread with which it last wanted the hub back. Set by this thread, before it says that it does.
    Thread returning;

    HubThread(Engine hub, String name, long stackBytes, Runnable work) {
        super(null, work, name, stackBytes, false);
        this.hub = hub;
        setDaemon(true);
    }

    /// Interrupts it, where it stands at a monitor. Any thread.
    void nudge() {
        interrupt();
        isNudged = true;
    }

    /// Takes away the interrupt that [#nudge] has left. This thread only.
    void endNudge() {
        if (isNudged) {
            isNudged = false;
            interrupted();
        }
    }

    /// A virtual thread begins a call that may block this thread.
    void beginCall() {
        calls = calls + 1;
        call.compareAndSet(OUT, IN_CALL);
    }

    /// The call has ended, or the virtual thread has left this thread in the middle of it.
    ///
    /// @return false if the hub was lent meanwhile
    boolean endCall() {
        if (call.get() == OUT || call.compareAndSet(IN_CALL, OUT)) {
            return true;
        }
        while (call.get() == TAKEN) {
            Thread.onSpinWait();
        }
        return call.getAndSet(OUT) != LENT;
    }
}
