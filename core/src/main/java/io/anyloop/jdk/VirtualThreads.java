package io.anyloop.jdk;

import io.anyloop.base.Logs;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Whether this Java's virtual threads do what a scheduler of ours needs: found out by trying, before the first hub opens.
final class VirtualThreads {
    /// How long a continuation may be on its way.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// So many threads at most the JDK's pollers start, with what serves them.
    private static final int THREADS_OF_POLLERS = 6;

    /// Set once all is well. What went wrong is tried again by the next hub: it may have been a bad moment.
    static volatile boolean isFine;

    private VirtualThreads() {}

    /// Refuses, with the remedy, when this Java's virtual threads cannot be scheduled by a hub. Takes some milliseconds the first
    /// time.
    ///
    /// @throws IllegalStateException if they cannot, or if the system gives no thread to find out
    static void require() {
        if (!isFine) {
            tryOut();
        }
    }

    private static synchronized void tryOut() {
        if (isFine) {
            return;
        }
        Probe probe = new Probe();
        Thread thread = PlatformThreads.daemon("anyloop-probe", probe);
        PlatformThreads.start(thread);
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
        probe.requireFine();
        Optional<String> fault = JavaRefusal.faultOf(Runtime.version());
        if (fault.isPresent()) {
            Logs.log(Level.WARNING, fault.get(), null);
        }
        isFine = true;
    }

    /// What to say of what a probe has seen; empty if all is well.
    ///
    /// @param arrived whether its scheduler was given a continuation
    /// @param done whether its thread came to its end
    /// @param carried whether that ran on the thread that the scheduler used
    static Optional<String> refusal(boolean arrived, boolean done, boolean carried) {
        if (!arrived || !done) {
            return Optional.of(JavaRefusal.neverArrives(done));
        }
        return carried ? Optional.empty() : Optional.of(JavaRefusal.carriedElsewhere());
    }

    /// Runs one virtual thread that parks for a millisecond, on a platform thread of its own: the JDK's pollers start
    /// virtual threads on whatever scheduler first touches them, so they are touched here too, never in a greenlet.
    private static final class Probe extends ForkJoinPool implements Runnable {
        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private volatile boolean done;
        private volatile boolean arrived;
        private volatile boolean carried;
        private Throwable failure;

        Probe() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            arrived = true;
            tasks.add(task);
        }

        @Override
        public <T> ForkJoinTask<T> submit(ForkJoinTask<T> task) {
            execute(Continuations.in(task));
            return task;
        }

        // As HubScheduler.schedule. It needs no thread of the pool's, which would stay.
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            tasks.add(task);
            return NeverDue.IT;
        }

        @Override
        public void run() {
            try {
                requireThreads();
                tryOut();
            } catch (Throwable e) {
                failure = e;
            }
        }

        /// Sees to it that the JDK's pollers will get their threads: a class whose initialiser fails stays broken for ever, and all
        /// sockets of virtual threads with it.
        private static void requireThreads() {
            CountDownLatch enough = new CountDownLatch(1);
            try {
                for (int i = 0; i < THREADS_OF_POLLERS; i++) {
                    PlatformThreads.start(
                            PlatformThreads.daemon("anyloop-probe", () -> await(enough)));
                }
            } finally {
                enough.countDown();
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Nobody has a reason to; then it ends a little earlier.
            }
        }

        private void tryOut() throws InterruptedException {
            try {
                Class.forName("sun.nio.ch.Poller", true, null);
            } catch (ClassNotFoundException | LinkageError e) {
                // A Java without this class has no poller that could end up on a hub.
            }
            parkOnce();
        }

        private void parkOnce() throws InterruptedException {
            Thread platform = Thread.currentThread();
            Thread virtual =
                    HubThreads.on(this)
                            .unstarted(() -> {
                                carried = HubThreads.carrier() == platform;
                                LockSupport.parkNanos(1_000_000);
                                done = true;
                            });
            virtual.start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!done && System.nanoTime() < end) {
                Runnable task = tasks.poll(10, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
            }
        }

        void requireFine() {
            if (failure instanceof Error e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            Optional<String> refusal = refusal(arrived, done, carried);
            if (refusal.isPresent()) {
                throw new IllegalStateException(refusal.get());
            }
        }
    }
}
