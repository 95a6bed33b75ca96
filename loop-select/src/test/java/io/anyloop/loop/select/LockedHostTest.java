package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A host takes a lock of its own for each task that it is given, as Swing's event queue does.
class LockedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void no_greenlet_stands_before_its_host_in_the_line_for_that() throws Exception {
        var lock = new ReentrantLock();
        try (var thread = Executors.newSingleThreadExecutor()) {
            Executor host = locking(lock, thread);
            try (Hub one = Hub.builder().loop(ExecutorLoop.on(host)).open();
                    Hub other = Hub.builder().loop(ExecutorLoop.on(host)).open()) {
                assertEquals(3, one.call(() -> 1) + other.call(() -> 2));
                var done = new AtomicBoolean();
                lock.lock();
                try {
                    var sends =
                            one.spawn(() -> {
                                // So that this very turn asks for the next.
                                Greenlet.spawn(() -> yieldUntil(done));
                                other.spawn(() -> done.set(true)).join();
                            });
                    awaitLine(lock);
                    lock.unlock();
                    assertTrue(sends.join(LIMIT), "the host waits for a greenlet of its own");
                } finally {
                    done.set(true);
                    if (lock.isHeldByCurrentThread()) {
                        lock.unlock();
                    }
                }
            }
        }
    }

    /// The greenlet is handed the lock by one who then wants it again, to have the greenlet run; and the host is idle.
    @Test
    void who_asks_for_a_turn_may_stand_behind_the_greenlet_that_it_is_for() throws Exception {
        try (var thread = Executors.newSingleThreadExecutor()) {
            passesTheLockOn(thread);
        }
    }

    /// Such a host's thread looks as if it ran.
    @Test
    void so_it_may_where_the_host_waits_for_events_of_the_system() throws Exception {
        try (var events = new EventHost()) {
            passesTheLockOn(events);
        }
    }

    private static void passesTheLockOn(Executor host) throws InterruptedException {
        var lock = new ReentrantLock(true);
        try (Hub hub = Hub.builder().loop(ExecutorLoop.on(locking(lock, host))).open()) {
            assertEquals(1, hub.call(() -> 1));
            var inLine =
                    hub.unstarted(() -> {
                        locking(lock, Runnable::run).execute(() -> {});
                        return null;
                    });
            Thread holder =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                lock.lock();
                                inLine.start();
                                awaitLine(lock);
                                lock.unlock();
                            });
            assertTrue(inLine.join(LIMIT), "who would wake the greenlet waits for it");
            holder.join(LIMIT);
        }
    }

    /// Runs tasks on a thread that waits in a select meanwhile.
    private static final class EventHost implements Executor, AutoCloseable {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final Selector selector = Selector.open();
        private final Thread thread = Thread.ofPlatform().daemon().start(this::run);

        EventHost() throws IOException {}

        private void run() {
            try (selector) {
                while (!Thread.interrupted()) {
                    selector.select();
                    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                        task.run();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            selector.wakeup();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /// It may have locks of the host's, for which that greenlet is the first in line.
    @Test
    void who_wakes_a_greenlet_asks_nobody_whether_it_is_on_the_hosts_thread() throws Exception {
        var waking = new AtomicReference<Thread>();
        var wasAsked = new AtomicBoolean();
        try (var thread = Executors.newSingleThreadExecutor()) {
            Thread own = thread.submit(Thread::currentThread).get();
            BooleanSupplier isOnIt =
                    () -> {
                        wasAsked.compareAndSet(false, waking.get() == Thread.currentThread());
                        return Thread.currentThread() == own;
                    };
            try (Hub closed =
                            Hub.builder().closedWorld(true).open(); // Whom another meets is noted.
                    Hub hub = Hub.builder().loop(ExecutorLoop.on(thread, isOnIt)).open()) {
                assertEquals(1, closed.call(() -> 1));
                var parked = hub.spawn(() -> LockSupport.park());
                while (parked.thread().getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                waking.set(Thread.currentThread());
                LockSupport.unpark(parked.thread());
                waking.set(null);
                assertTrue(parked.join(LIMIT));
                assertFalse(wasAsked.get());
            }
        }
    }

    private static Executor locking(ReentrantLock lock, Executor inner) {
        return task -> {
            lock.lock();
            try {
                inner.execute(task);
            } finally {
                lock.unlock();
            }
        };
    }

    private static void yieldUntil(AtomicBoolean done) {
        while (!done.get()) {
            Greenlet.yield();
        }
    }

    /// Until the host, or a greenlet on it, wants the lock; and a little longer, for whoever comes second.
    private static void awaitLine(ReentrantLock lock) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!lock.hasQueuedThreads() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(50_000_000);
    }
}
