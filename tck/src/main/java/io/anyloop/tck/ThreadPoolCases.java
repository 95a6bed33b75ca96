package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.BlockingInLoopException;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubClosedException;
import io.anyloop.LoopExit;
import io.anyloop.PoolResult;
import io.anyloop.ThreadPool;
import io.anyloop.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Thread pools: results, places, size, and what is left of them when greenlets or the hub end.
abstract class ThreadPoolCases extends Cases {
    ThreadPoolCases(GreenletContract contract) {
        super(contract);
    }

    /// A task that stays in its pool until it is let go.
    private static final class Held {
        final CountDownLatch began = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        String run() throws InterruptedException {
            began.countDown();
            release.await();
            return "held";
        }

        /// Occupies a place of a pool until the release.
        PoolResult<String> in(ThreadPool pool) throws InterruptedException {
            PoolResult<String> result = pool.spawn(this::run);
            began.await();
            return result;
        }
    }

    @Test
    void x01_the_result_reaches_the_greenlet_and_others_run_meanwhile() throws Exception {
        inHub(hub -> {
            var held = new Held();
            var waits = Greenlet.spawn(() -> hub.hub().threadPool().apply(held::run));
            held.began.await();
            Greenlet.sleep(hub.unit());
            assertFalse(waits.hasEnded());
            held.release.countDown();
            assertEquals("held", waits.get());
            assertNull(Hub.<Object, RuntimeException>offload(() -> null));
        });
    }

    @Test
    void x01_a_task_runs_on_a_daemon_thread_that_is_not_the_hubs() throws Exception {
        inHub(hub -> {
            var thread = Hub.offload(Thread::currentThread);
            assertFalse(thread.isVirtual());
            assertTrue(thread.isDaemon());
            assertTrue(thread.getName().startsWith(hub.hub().name()), thread.getName());
            assertThrows(io.anyloop.NoHubException.class, () -> Hub.offload(() -> Hub.current()));
        });
    }

    @Test
    void x01_the_same_exception_is_thrown_at_who_waits_and_not_reported() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () -> hub.hub().threadPool().apply(Failing.with(failure))));
            assertSame(
                    failure,
                    assertThrows(IOException.class, () -> Hub.offload(Failing.with(failure))));
            hub.assertNoReport();
        });
    }

    @Test
    void x01_a_spawned_task_gives_its_result_again_and_again() throws Exception {
        inHub(hub -> {
            var pool = hub.hub().threadPool();
            var result = pool.spawn(() -> "value");
            assertEquals("value", result.get());
            assertEquals("value", result.get(Duration.ZERO));
            assertTrue(result.isReady());
            var failure = new IOException("expected");
            var failed = pool.spawn(Failing.with(failure));
            assertSame(failure, assertThrows(IOException.class, failed::get));
            assertSame(failure, assertThrows(IOException.class, () -> failed.get(HubCase.FAR)));
            pool.join();
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void x01_get_with_a_limit_gives_up_and_leaves_the_task_alone() throws Exception {
        inHub(hub -> {
            var held = new Held();
            var result = held.in(hub.hub().threadPool());
            long begin = hub.now();
            assertThrows(TimeoutException.class, () -> result.get(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertThrows(IllegalArgumentException.class, () -> result.get(hub.unit().negated()));
            assertFalse(hub.hub().threadPool().join(hub.unit()));
            held.release.countDown();
            assertEquals("held", result.get());
            assertTrue(hub.hub().threadPool().join(HubCase.ENDLESS));
        });
    }

    @Test
    void x01_an_outer_timeout_comes_out_of_the_wait() throws Exception {
        inHub(hub -> {
            var held = new Held();
            try (var timeout = Timeout.after(hub.unit())) {
                assertSame(timeout, assertThrows(Timeout.class, () -> Hub.offload(held::run)));
            }
            held.release.countDown();
            hub.hub().threadPool().join();
        });
    }

    @Test
    void x01_many_tasks_of_many_greenlets_and_threads_all_come_back() throws Exception {
        besideHub(hub -> {
            try (var pool = new ThreadPool(3)) {
                var sum = new AtomicInteger();
                var threads = new ArrayList<Thread>();
                for (int i = 0; i < 3; i++) {
                    threads.add(Thread.ofPlatform().start(() -> addAll(pool, sum, 300)));
                }
                hub.hub()
                        .call(() -> {
                            var all =
                                    IntStream.range(0, 20)
                                            .mapToObj(i ->
                                                    Greenlet.spawn(() -> addAll(pool, sum, 50)))
                                            .toList();
                            all.forEach(Greenlet::join);
                        });
                for (var thread : threads) {
                    thread.join();
                }
                assertEquals(1900, sum.get());
                pool.join();
                assertTrue(pool.threads() <= 3);
            }
        });
    }

    private static void addAll(ThreadPool pool, AtomicInteger sum, int count) {
        for (int i = 0; i < count; i++) {
            sum.addAndGet(pool.apply(() -> 1));
        }
    }

    @Test
    void x02_when_it_is_full_only_the_submitter_waits() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var held = new Held();
                held.in(pool);
                var submits = Greenlet.spawn(() -> pool.spawn(() -> "next"));
                Greenlet.sleep(hub.unit());
                assertFalse(submits.hasEnded());
                held.release.countDown();
                assertEquals("next", submits.get().get());
            }
        });
    }

    @Test
    void x02_those_who_wait_for_a_place_are_served_in_their_order() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var held = new Held();
                held.in(pool);
                List<Integer> order = Collections.synchronizedList(new ArrayList<>());
                var all = new ArrayList<Greenlet<?>>();
                for (int i = 0; i < 10; i++) {
                    int number = i;
                    all.add(Greenlet.spawn(() -> pool.apply(() -> order.add(number))));
                }
                Greenlet.yield();
                held.release.countDown();
                all.forEach(Greenlet::join);
                assertEquals(IntStream.range(0, 10).boxed().toList(), order);
            }
        });
    }

    @Test
    void x02_one_that_is_killed_while_it_waits_for_a_place_leaves_the_line() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var held = new Held();
                held.in(pool);
                var ran = new AtomicBoolean();
                var killed = Greenlet.spawn(() -> pool.apply(() -> ran.getAndSet(true)));
                var next = Greenlet.spawn(() -> pool.apply(() -> "next"));
                Greenlet.yield();
                killed.kill();
                held.release.countDown();
                assertEquals("next", next.get());
                pool.join();
                assertFalse(ran.get(), "the task of one that had gone was run");
            }
        });
    }

    @Test
    void x03_a_task_may_use_its_own_pool() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                assertEquals(
                        "inner on the same thread",
                        pool.apply(() -> {
                            var outer = Thread.currentThread();
                            return pool.apply(() -> inner(outer));
                        }));
                assertEquals(
                        "inner on the same thread",
                        pool.apply(() -> {
                            var outer = Thread.currentThread();
                            return pool.spawn(() -> inner(outer)).get();
                        }));
                assertEquals(List.of(2, 3), pool.apply(() -> pool.map(List.of(1, 2), i -> i + 1)));
            }
        });
    }

    private static String inner(Thread outer) {
        assertSame(outer, Thread.currentThread());
        return "inner on the same thread";
    }

    @Test
    void x04_a_plain_thread_really_waits_for_a_place_and_for_the_result() throws Exception {
        besideHub(hub -> {
            var pool = hub.hub().threadPool();
            pool.resize(1);
            var held = new Held();
            held.in(pool);
            var result = new AtomicReference<String>();
            var thread = Thread.ofPlatform().start(() -> result.set(pool.apply(() -> "value")));
            hub.eventually(
                    "the thread does not wait", () -> thread.getState() == Thread.State.WAITING);
            assertNull(result.get());
            held.release.countDown();
            thread.join();
            assertEquals("value", result.get());
        });
    }

    @Test
    void x04_without_a_hub_offload_runs_in_the_caller() throws Exception {
        assertSame(Thread.currentThread(), Hub.offload(Thread::currentThread));
        besideHub(hub -> {
            var failure = new IOException("expected");
            assertSame(
                    failure,
                    assertThrows(IOException.class, () -> Hub.offload(Failing.with(failure))));
            assertNotSame(
                    Thread.currentThread(),
                    hub.hub()
                            .<Thread, RuntimeException>call(
                                    () -> Hub.offload(Thread::currentThread)));
        });
    }

    @Test
    void x04_on_the_loops_own_thread_waiting_is_refused_and_spawning_is_not() throws Exception {
        besideHub(hub -> {
            var pool = hub.hub().threadPool();
            pool.resize(1);
            var held = new Held();
            var refused = new ArrayList<String>();
            hub.onLoop(() -> {
                refused.add(refusal(() -> Hub.offload(() -> "never")));
                refused.add(refusal(() -> pool.apply(() -> "never")));
                pool.spawn(held::run);
                refused.add(refusal(() -> pool.spawn(() -> "full")));
                refused.add(refusal(pool::join));
            });
            assertEquals(4, refused.size());
            refused.forEach(text -> assertTrue(text.contains("ThreadPool."), text));
            held.release.countDown();
            pool.join();
        });
    }

    private static String refusal(Runnable call) {
        return assertThrows(BlockingInLoopException.class, call::run).getMessage();
    }

    @Test
    void x05_map_keeps_the_order_and_the_limit() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(3)) {
                var now = new AtomicInteger();
                var most = new AtomicInteger();
                var items = IntStream.range(0, 60).boxed().toList();
                var results =
                        pool.map(
                                items,
                                item -> {
                                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                    Thread.yield();
                                    now.decrementAndGet();
                                    return item * item;
                                });
                assertEquals(items.stream().map(item -> item * item).toList(), results);
                assertTrue(most.get() <= 3, () -> most + " at once");
                var failure = new IllegalStateException("expected");
                assertSame(
                        failure,
                        assertThrows(
                                IllegalStateException.class,
                                () -> pool.map(items, item -> failAt(item, 7, failure))));
                pool.join();
                hub.assertNoReport();
            }
        });
    }

    private static int failAt(int item, int at, RuntimeException failure) {
        if (item == at) {
            throw failure;
        }
        return item;
    }

    @Test
    void x06_a_pending_task_is_no_deadlock() throws Exception {
        inHub(
                options -> options.closedWorld(true),
                hub -> {
                    for (int i = 0; i < 200; i++) {
                        assertEquals("came", Hub.offload(() -> "came"));
                    }
                    var held = new Held();
                    Thread.ofPlatform()
                            .start(() -> {
                                hub.awaitParked(1);
                                held.release.countDown();
                            });
                    assertEquals("held", Hub.offload(held::run));
                });
    }

    @Test
    void x06_a_line_for_places_is_no_deadlock_while_tasks_run() throws Exception {
        inHub(
                options -> options.closedWorld(true),
                hub -> {
                    try (var pool = new ThreadPool(1)) {
                        for (int round = 0; round < 20; round++) {
                            var all = new ArrayList<Greenlet<?>>();
                            for (int i = 0; i < 10; i++) {
                                all.add(Greenlet.spawn(() -> pool.apply(() -> "done")));
                            }
                            all.forEach(Greenlet::join);
                        }
                    }
                });
    }

    @Test
    void x06_who_joins_the_pool_is_let_go_before_its_work_counts_as_over() throws Exception {
        inHub(
                options -> options.closedWorld(true),
                hub -> {
                    try (var pool = new ThreadPool(2)) {
                        for (int round = 0; round < 300; round++) {
                            pool.spawn(() -> "first");
                            pool.spawn(() -> "second");
                            pool.join();
                        }
                    }
                });
    }

    @Test
    void x06_what_waits_for_something_else_is_a_deadlock_once_the_task_has_ended()
            throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    var held = new Held();
                    var main = new AtomicReference<Throwable>();
                    var thread =
                            Thread.ofPlatform()
                                    .start(() ->
                                            main.set(
                                                    assertThrows(
                                                            LoopExit.class,
                                                            () ->
                                                                    hub.hub()
                                                                            .call(() ->
                                                                                    waitInVain(
                                                                                            held)))));
                    hub.awaitParked(1);
                    assertNull(main.get(), "a deadlock though a task runs");
                    held.release.countDown();
                    thread.join();
                    assertTrue(main.get() instanceof LoopExit);
                });
    }

    private static void waitInVain(Held held) {
        Hub.current().threadPool().spawn(held::run);
        Greenlet.sleep(HubCase.ENDLESS);
    }

    @Test
    void x06_a_pool_without_places_is_a_deadlock() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    try (var pool = new ThreadPool(0)) {
                        assertThrows(
                                LoopExit.class,
                                () -> hub.hub().call(() -> pool.apply(() -> "never")));
                    }
                });
    }

    @Test
    void x07_growing_lets_those_in_who_wait() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var held = List.of(new Held(), new Held(), new Held());
                held.get(0).in(pool);
                var second = Greenlet.spawn(() -> pool.apply(held.get(1)::run));
                var third = Greenlet.spawn(() -> pool.apply(held.get(2)::run));
                Greenlet.sleep(hub.unit());
                assertEquals(1, held.get(1).began.getCount());
                pool.resize(3);
                assertEquals(3, pool.max());
                held.get(1).began.await();
                held.get(2).began.await();
                assertEquals(3, pool.threads());
                held.forEach(task -> task.release.countDown());
                second.join();
                third.join();
            }
        });
    }

    @Test
    void x07_shrinking_to_zero_ends_threads_and_growing_again_goes_on() throws Exception {
        inHub(hub -> {
            hub.mayLeaveGreenlets();
            try (var pool = new ThreadPool(3)) {
                var held = new Held();
                held.in(pool);
                pool.apply(() -> "a second thread, idle soon");
                pool.resize(0);
                eventuallyThreads(pool, 1);
                var waits = Greenlet.spawn(() -> pool.apply(() -> "late"));
                held.release.countDown();
                eventuallyThreads(pool, 0);
                assertFalse(waits.hasEnded());
                pool.resize(1);
                assertEquals("late", waits.get());
                assertThrows(IllegalArgumentException.class, () -> pool.resize(-1));
                assertThrows(IllegalArgumentException.class, () -> new ThreadPool(-1));
            }
        });
    }

    /// Looks again and again, in real time and without holding up the hub.
    private static void eventuallyThreads(ThreadPool pool, int count) {
        long limit = System.nanoTime() + TckEnvironment.current().prompt().toNanos();
        while (pool.threads() != count && System.nanoTime() - limit < 0) {
            Greenlet.yield();
        }
        assertEquals(count, pool.threads(), pool::toString);
    }

    @Test
    void x08_idle_threads_end_after_the_idle_time() throws Exception {
        inHub(hub -> {
            var idle = hub.time.scaled(Duration.ofMillis(30));
            try (var pool = new ThreadPool(2, idle)) {
                var thread = pool.apply(Thread::currentThread);
                long begin = System.nanoTime();
                eventuallyThreads(pool, 0);
                assertTrue(System.nanoTime() - begin > idle.toNanos() / 2, "ended too early");
                assertNotSame(thread, pool.apply(Thread::currentThread));
            }
        });
    }

    @Test
    void x09_killing_who_waits_does_not_stop_the_task_and_its_place_is_free_at_its_end()
            throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var held = new Held();
                var ended = new AtomicBoolean();
                var waits =
                        Greenlet.spawn(() ->
                                pool.apply(() -> {
                                    held.run();
                                    return ended.getAndSet(true);
                                }));
                Greenlet.yield();
                held.began.await();
                waits.kill();
                KillCases.assertKilled(waits);
                var next = Greenlet.spawn(() -> pool.apply(ended::get));
                Greenlet.sleep(hub.unit());
                assertFalse(next.hasEnded(), "the place was given away");
                held.release.countDown();
                assertTrue(next.get());
            }
        });
    }

    @Test
    void x09_a_failure_nobody_waits_for_any_more_is_reported() throws Exception {
        inHub(hub -> {
            var held = new Held();
            var failure = new IllegalStateException("expected");
            var waits =
                    Greenlet.spawn(() ->
                            Hub.offload(() -> {
                                held.run();
                                throw failure;
                            }));
            Greenlet.yield();
            held.began.await();
            waits.kill();
            held.release.countDown();
            hub.hub().threadPool().join();
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void x10_a_callback_that_fails_breaks_nothing() throws Exception {
        inHub(hub -> {
            var pool = hub.hub().threadPool();
            pool.resize(1);
            var failure = new IllegalStateException("expected");
            var held = new Held();
            var result = held.in(pool);
            var called = new AtomicInteger();
            result.whenReady(called::incrementAndGet);
            result.whenReady(Failing.callback(failure));
            var closed = result.whenReady(called::incrementAndGet);
            result.whenReady(called::incrementAndGet);
            closed.close();
            held.release.countDown();
            assertEquals("held", result.get());
            pool.join();
            assertEquals(2, called.get());
            assertSame(failure, hub.takeReport());
            result.whenReady(called::incrementAndGet);
            assertEquals(3, called.get(), "one that comes late is called at once");
            assertEquals("next", pool.apply(() -> "next"));
        });
    }

    @Test
    void x10_an_interrupt_that_a_task_leaves_behind_is_gone_for_the_next() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                pool.apply(() -> Thread.currentThread().interrupt());
                assertFalse(pool.apply(() -> Thread.currentThread().isInterrupted()));
                assertEquals(1, pool.threads());
            }
        });
    }

    @Test
    void x10_a_closed_pool_refuses_and_lets_its_tasks_end() throws Exception {
        inHub(hub -> {
            var pool = new ThreadPool(1);
            var held = new Held();
            var result = held.in(pool);
            var waits = Greenlet.spawn(() -> assertRefused(() -> pool.apply(() -> "never")));
            Greenlet.yield();
            pool.close();
            waits.get();
            assertRefused(() -> pool.spawn(() -> "never"));
            assertFalse(result.isReady());
            held.release.countDown();
            assertEquals("held", result.get());
            pool.join();
            eventuallyThreads(pool, 0);
        });
    }

    private static void assertRefused(Runnable call) {
        var e = assertThrows(IllegalStateException.class, call::run);
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
    }

    @Test
    void x10_the_hubs_pool_serves_its_finally_blocks_and_ends_with_it() throws Exception {
        // No limit: virtual time would jump over it while the task runs.
        besideHub(
                options -> options.closeLimit(HubCase.ENDLESS),
                hub -> {
                    var pool = hub.hub().threadPool();
                    var cleaned = new AtomicReference<String>();
                    hub.hub()
                            .spawn(() -> {
                                try {
                                    Greenlet.sleep(HubCase.ENDLESS);
                                } finally {
                                    cleaned.set(Hub.offload(() -> "cleaned"));
                                }
                            });
                    hub.awaitParked(1);
                    hub.hub().close();
                    assertEquals("cleaned", cleaned.get());
                    assertThrows(HubClosedException.class, () -> pool.apply(() -> "never"));
                    assertThrows(
                            HubClosedException.class,
                            () -> hub.hub().threadPool().apply(() -> "never"));
                });
    }

    @Test
    void x10_a_task_that_outlives_its_hub_harms_nobody() throws Exception {
        besideHub(hub -> {
            var held = new Held();
            var result = hub.hub().call(() -> held.in(Hub.current().threadPool()));
            hub.hub().close();
            held.release.countDown();
            assertEquals("held", result.get());
        });
    }
}
