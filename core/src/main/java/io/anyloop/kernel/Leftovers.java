package io.anyloop.kernel;

import io.anyloop.jdk.Exits;
import io.anyloop.jdk.HubThreads;
import io.anyloop.jdk.PlatformThreads;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where virtual threads go on that outlive their hub: a library's thread that was first started inside a greenlet
/// keeps that hub as its scheduler for ever. One daemon thread runs them all.
///
/// Never refuses: where the system gives no thread for them, they wait until it does. The [io.anyloop.watch.Watchdog] tries again as long as it is
/// there, and so does whatever comes next.
public final class Leftovers {
    private static volatile Thread thread;
    private static volatile boolean lacksThread;
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Leftovers() {}

    static void execute(Runnable task) {
        schedule(task, 0);
    }

    public static void schedule(Runnable task, long delayNanos) {
        tell();
        try {
            Pool.THREADS.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            lacksThread = false;
        } catch (IllegalStateException e) {
            lacksThread = true; // It is in the queue all the same.
        }
    }

    /// Tries to get the thread that was not to be had.
    ///
    /// @return whether it is still wanted
    public static boolean retry() {
        if (lacksThread) {
            schedule(() -> {}, 0);
        }
        return lacksThread;
    }

    /// Not on the caller's thread: the first to come may be a hub's, and a logger's lock may be held by a greenlet that is parked.
    private static void tell() {
        if (!TOLD.get() && !Exits.areUnderWay() && TOLD.compareAndSet(false, true)) {
            boolean isTold =
                    PlatformThreads.log(
                            Level.INFO,
                            "Virtual threads outlived the hub they were started on (greenlets that did not end in"
                                    + " time, or threads that a library keeps); they go on, one at a time, on the"
                                    + " thread anyloop-leftovers.");
            TOLD.set(isTold);
        }
    }

    /// Whether the caller runs on the thread of the leftovers.
    static boolean isHere() {
        return thread != null && HubThreads.carrier() == thread;
    }

    private static final class Pool {
        static final ScheduledThreadPoolExecutor THREADS =
                new ScheduledThreadPoolExecutor(1, Pool::thread);

        static {
            THREADS.setRemoveOnCancelPolicy(true);
        }

        private static Thread thread(Runnable task) {
            Thread made = PlatformThreads.daemonOfPool("anyloop-leftovers", task);
            thread = made;
            return made;
        }
    }
}
