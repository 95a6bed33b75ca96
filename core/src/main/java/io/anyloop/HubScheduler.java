package io.anyloop;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A hub, as the JDK sees it: the scheduler of its virtual threads. A [ForkJoinPool] only so that timed parks come here
/// too: the JDK asks `scheduler instanceof ForkJoinPool` (Java 25). No thread of the pool is ever started.
///
/// [#execute] is called by anybody: the hub, other hubs, the JDK's pollers and timers, sometimes with the
/// caller pinned. So it only queues, takes no lock, and never refuses.
final class HubScheduler extends ForkJoinPool {
    private final Hub hub;

    HubScheduler(Hub hub) {
        super(1);
        this.hub = hub;
    }

    /// Whether a task is what the JDK gives to [#execute]: it has made it itself.
    static boolean isContinuation(Runnable task) {
        return task.getClass().getName().startsWith("java.lang.VirtualThread");
    }

    @Override
    public void execute(Runnable continuation) {
        hub.submit(continuation);
    }

    // Overrides ForkJoinPool.schedule, which is new in Java 25; no @Override, so that this compiles
    // for 21.
    // Called when a virtual thread has left its carrier, sometimes under a lock of the JDK's: only
    // queues.
    public ScheduledFuture<?> schedule(Runnable wake, long delay, TimeUnit unit) {
        return hub.parkTimed(wake, unit.toNanos(delay));
    }

    @Override
    public void shutdown() {
        throw refusal();
    }

    @Override
    public void close() {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "A hub's scheduler ends with its hub. Close the hub.");
    }
}
