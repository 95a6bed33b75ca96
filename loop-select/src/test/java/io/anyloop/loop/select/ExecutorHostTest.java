package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorHostTest {
    private final ScheduledExecutorService host = Executors.newSingleThreadScheduledExecutor();
    private final RecordingGuest guest = new RecordingGuest();
    private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();

    @AfterEach
    void endHost() {
        host.shutdownNow();
    }

    @Test
    void a_shutdown_is_noticed_though_nothing_needs_a_turn() throws InterruptedException {
        try (var loop = ExecutorLoop.on(host)) {
            loop.attach(guest);
            host.shutdown();
            assertTrue(guest.end().contains("was shut down under the hub"));
            loop.wakeup();
            assertNull(guest.ends.poll(700, TimeUnit.MILLISECONDS), "told twice");
            assertEquals(0, guest.turns.get());
        }
    }

    @Test
    void a_refused_turn_ends_the_guest_once() throws InterruptedException {
        Executor full =
                _ -> {
                    throw new RejectedExecutionException("full");
                };
        try (var loop = ExecutorLoop.on(full)) {
            loop.attach(guest);
            loop.wakeup();
            loop.wakeup();
            assertTrue(guest.end().contains("refused a turn of the hub"));
            assertEquals(0, guest.ends.size());
        }
    }

    @Test
    void an_executor_that_runs_tasks_on_the_caller_is_unfit() throws InterruptedException {
        try (var loop = ExecutorLoop.on(Runnable::run)) {
            loop.attach(guest);
            guest.next(loop::wakeup);
            loop.wakeup();
            assertTrue(guest.end().contains("inside another one"));
            assertEquals(1, guest.turns.get());
        }
    }

    @Test
    void a_turn_where_the_test_says_no_ends_the_guest() throws InterruptedException {
        try (var loop = ExecutorLoop.on(host, () -> false)) {
            loop.attach(guest);
            loop.wakeup();
            assertTrue(guest.end().contains("not its thread"));
            assertEquals(0, guest.turns.get());
        }
    }

    @Test
    void a_guest_gets_turns_from_a_host_flooded_with_tasks_and_leaves_it_its_share()
            throws InterruptedException {
        var stop = new AtomicBoolean();
        var hostTasks = new AtomicInteger();
        var flood = new AtomicReference<Runnable>();
        flood.set(() -> {
            hostTasks.incrementAndGet();
            if (!stop.get()) {
                host.execute(flood.get());
            }
        });
        for (int i = 0; i < 100; i++) {
            host.execute(flood.get());
        }
        var turns = new CountDownLatch(200);
        try (var loop = ExecutorLoop.on(host)) {
            loop.attach(
                    new RecordingGuest(() -> {
                        turns.countDown();
                        loop.wakeup();
                    }));
            loop.wakeup();
            assertTrue(turns.await(10, TimeUnit.SECONDS));
            assertTrue(hostTasks.get() >= 100 * 100, () -> hostTasks + " tasks of the host");
        } finally {
            stop.set(true);
        }
    }

    @Test
    void a_thread_replaced_between_turns_is_adopted() throws InterruptedException {
        var threads = new LinkedBlockingQueue<Thread>();
        try (var pool = Executors.newSingleThreadExecutor();
                var loop = ExecutorLoop.on(pool)) {
            loop.attach(guest);
            guest.next(() -> threads.add(Thread.currentThread()));
            loop.wakeup();
            var first = threads.take();
            first.setUncaughtExceptionHandler((_, _) -> {});
            pool.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            first.join();
            guest.next(() -> {
                results.add(loop.onLoopThread());
                loop.wakeAt(Long.MAX_VALUE);
                threads.add(Thread.currentThread());
            });
            loop.wakeup();
            var second = threads.take();
            assertFalse(first == second);
            assertEquals(true, results.take());
            assertEquals(0, guest.ends.size());
        }
    }

    @Test
    void a_report_comes_on_the_hosts_thread_inside_a_task() throws Exception {
        try (var loop = ExecutorLoop.on(host);
                var sockets = Sockets.open()) {
            loop.attach(guest);
            guest.next(() -> {
                try {
                    loop.watch(sockets.descriptor(), 0, _ -> results.add(Thread.currentThread()))
                            .arm(Interest.READ, Mode.ONCE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            loop.wakeup();
            assertNull(results.poll(20, TimeUnit.MILLISECONDS));
            sockets.send();
            var hostThread = new LinkedBlockingQueue<Thread>();
            host.execute(() -> hostThread.add(Thread.currentThread()));
            assertSame(hostThread.take(), results.take());
            assertNull(results.poll(20, TimeUnit.MILLISECONDS), "ONCE is one report");
        }
    }

    @Test
    void an_idle_guest_costs_next_to_nothing_and_close_ends_its_thread() throws Exception {
        var loop = ExecutorLoop.on(host);
        loop.attach(guest);
        var selector = selectorThread();
        var threads = ManagementFactory.getThreadMXBean();
        Thread.sleep(600); // past what starting costs
        long before = threads.getThreadCpuTime(selector.threadId());
        Thread.sleep(2000);
        long spent = threads.getThreadCpuTime(selector.threadId()) - before;
        loop.close();
        assertTrue(spent < 20_000_000, () -> "2 s of idling cost " + spent + " ns of CPU");
        assertFalse(selector.isAlive(), "close has returned, and the selector's thread lives");
        assertEquals(0, guest.turns.get());
        host.submit(() -> results.add("host goes on")).get();
    }

    @Test
    void close_waits_for_a_turn_that_is_under_way() throws InterruptedException {
        var loop = ExecutorLoop.on(host);
        loop.attach(guest);
        var begun = new CountDownLatch(1);
        guest.next(() -> {
            begun.countDown();
            spin(30_000_000);
            results.add("turn is over");
        });
        loop.wakeup();
        begun.await();
        loop.close();
        assertEquals("turn is over", results.poll());
        loop.wakeup();
        assertThrows(IllegalStateException.class, () -> loop.attach(guest));
    }

    private static void spin(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    private static Thread selectorThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("anyloop-executor-selector"))
                .findAny()
                .orElseThrow();
    }
}
