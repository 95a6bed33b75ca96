package io.anyloop;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What this Java's virtual threads do for a scheduler of ours, found out once by trying.
final class VirtualThreads {
    /// Whether virtual threads are continuations, and not platform threads in disguise.
    static final boolean SUPPORTED;

    /// Whether a timed park (`Thread.sleep`, `parkNanos`, timed `Object.wait`) asks its scheduler for the
    /// time, so that it reaches the hub's own deadlines. If not, JDK threads wake the greenlet: still correct, one
    /// wake-up slower.
    static final boolean TIMED_PARKS_REACH_SCHEDULER;

    static {
        Probe probe = new Probe();
        Thread thread = new Thread(probe::run, "anyloop-probe");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        SUPPORTED = probe.carried;
        TIMED_PARKS_REACH_SCHEDULER = probe.scheduled;
    }

    private VirtualThreads() {}

    /// Runs one virtual thread that parks for a millisecond, on a platform thread of its own: the JDK's pollers start
    /// virtual threads on whatever scheduler first touches them, so they are touched here too, never in a greenlet.
    private static final class Probe extends ForkJoinPool {
        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private volatile boolean done;
        boolean carried;
        boolean scheduled;

        Probe() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        // Overrides ForkJoinPool.schedule, which is new in Java 25; no @Override, so that this
        // compiles for 21.
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            scheduled = true;
            tasks.add(task);
            return TimedPark.NEVER;
        }

        void run() {
            try {
                Class.forName("sun.nio.ch.Poller", true, null);
            } catch (ClassNotFoundException | LinkageError e) {
                // A Java without this class has no poller that could end up on a hub.
            }
            try {
                parkOnce();
            } catch (IllegalStateException | UnsupportedOperationException e) {
                // No scheduler of ours on this Java: "carried" stays false, and HubThreads
                // explains.
            }
        }

        private void parkOnce() {
            Thread platform = Thread.currentThread();
            Thread virtual =
                    HubThreads.on(this)
                            .unstarted(() -> {
                                carried = HubThreads.carrier() == platform;
                                LockSupport.parkNanos(1_000_000);
                                done = true;
                            });
            virtual.start();
            while (!done && virtual.isAlive()) {
                try {
                    Runnable task = tasks.poll(1, TimeUnit.SECONDS);
                    if (task == null) {
                        return;
                    }
                    task.run();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
