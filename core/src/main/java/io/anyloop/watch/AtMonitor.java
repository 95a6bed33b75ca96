package io.anyloop.watch;

import io.anyloop.jdk.PlatformThreads;
import io.anyloop.kernel.Carrier;
import io.anyloop.kernel.Engine;
import java.lang.System.Logger.Level;

/// Looks after a hub whose thread stands at a monitor between its greenlets: in a callback, or where the hub itself has the JDK load
/// a class. Next in line may be a greenlet of this hub, which nobody runs meanwhile. Before Java 26 the thread would then wait for
/// ever for a monitor that is free (decision 91). An interrupt has it try again. On the thread of the [Watchdog].
final class AtMonitor {
    private static final long PATIENCE_NANOS = 20_000_000;

    /// So many times longer it takes in the end until it tries again, since somebody else may have the monitor for long.
    private static final int LONGEST_PATIENCE = 50;

    private static final String AFTERWARDS =
            "It goes on when it gets that lock; if a greenlet has it that waits for something else, never.";

    private final Engine hub;
    private final long limitNanos;
    private Thread stands;
    private long since;
    private long nextAt;
    private boolean isTold;

    AtMonitor(Engine hub, long limitNanos) {
        this.hub = hub;
        this.limitNanos = limitNanos;
    }

    /// To be called while no greenlet runs.
    ///
    /// @param tells whether nobody else reports it when it takes too long
    /// @return whether it stands there
    boolean look(long now, Carrier carrier, boolean tells) {
        Thread thread = hub.seat().thread();
        if (thread == null || thread.getState() != Thread.State.BLOCKED) {
            stands = null;
            return false;
        }
        if (thread != stands) {
            stands = thread;
            since = now;
            nextAt = now + PATIENCE_NANOS;
            isTold = false;
        } else if (now - nextAt >= 0) {
            nextAt = now + Math.min(now - since, LONGEST_PATIENCE * PATIENCE_NANOS);
            carrier.tryMonitorAgain();
        }
        if (tells && !isTold && now - since >= limitNanos) {
            isTold = PlatformThreads.log(Level.WARNING, Rescue.message(hub, thread, AFTERWARDS));
        }
        return true;
    }
}
