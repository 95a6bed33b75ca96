package io.anyloop;

import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Where virtual threads go on that outlive their hub: a library's thread that was first started inside a greenlet
/// keeps that hub as its scheduler for ever. One daemon thread runs them all.
final class Leftovers {
    private static volatile Thread thread;

    private Leftovers() {}

    static void execute(Runnable task) {
        Pool.THREADS.execute(task);
    }

    static void schedule(Runnable task, long delayNanos) {
        Pool.THREADS.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /// Whether the caller runs on the thread of the leftovers.
    static boolean isHere() {
        return thread != null && HubThreads.carrier() == thread;
    }

    private static final class Pool {
        static final ScheduledThreadPoolExecutor THREADS =
                new ScheduledThreadPoolExecutor(1, Pool::start);

        static {
            THREADS.setRemoveOnCancelPolicy(true);
            // On a thread of its own: the first to come may be a hub's thread, and a logger's lock
            // may be held by a greenlet that is parked.
            Thread logger =
                    new Thread(() ->
                            Hub.log(
                                    Level.INFO,
                                    "Virtual threads outlived the hub they were started on (greenlets that did not end in"
                                            + " time, or threads that a library keeps); they go on, one at a time, on the"
                                            + " thread anyloop-leftovers.",
                                    null));
            logger.setDaemon(true);
            logger.start();
        }

        private static Thread start(Runnable task) {
            Thread started = new Thread(task, "anyloop-leftovers");
            started.setDaemon(true);
            thread = started;
            return started;
        }
    }
}
