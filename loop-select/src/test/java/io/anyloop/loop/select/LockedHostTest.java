package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// A host takes a lock of its own for each task that it is given, as Swing's event queue does.
class LockedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void no_greenlet_stands_before_its_host_in_the_line_for_that() throws Exception {
        var lock = new ReentrantLock();
        try (var thread = Executors.newSingleThreadExecutor()) {
            Executor host =
                    task -> {
                        lock.lock();
                        try {
                            thread.execute(task);
                        } finally {
                            lock.unlock();
                        }
                    };
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

    private static void yieldUntil(AtomicBoolean done) {
        while (!done.get()) {
            Greenlet.yield();
        }
    }

    /// Until the host, or a greenlet on it, wants the lock; and a little longer, for whoever comes second.
    private static void awaitLine(ReentrantLock lock) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!lock.hasQueuedThreads() && System.nanoTime() - end < 0) {
            Thread.sleep(1);
        }
        Thread.sleep(50);
    }
}
