package io.anyloop.tck.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.blocking.ThreadPool;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.Held;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Thread pools: results, and places for tasks.
public abstract class ThreadPoolCases extends Cases {

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
            assertThrows(
                    io.anyloop.exceptions.NoHubException.class,
                    () -> Hub.offload(() -> Hub.current()));
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

    @Test
    void x05_imap_reads_ahead_as_far_as_the_pool_has_threads() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(3)) {
                var read = new AtomicInteger();
                Iterable<Integer> endless =
                        () -> IntStream.generate(read::getAndIncrement).iterator();
                var squares = pool.imap(endless, item -> item * item).iterator();
                assertEquals(0, read.get());
                for (int i = 0; i < 20; i++) {
                    assertEquals(i * i, squares.next());
                    assertEquals(i + 3, read.get());
                }
                pool.join();
            }
        });
    }

    @Test
    void x05_imap_throws_what_an_item_failed_with_in_its_place_and_goes_on() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(2)) {
                var failure = new IllegalStateException("expected");
                var results =
                        pool.imap(List.of(0, 1, 2), item -> failAt(item, 1, failure)).iterator();
                assertEquals(0, results.next());
                assertSame(failure, assertThrows(IllegalStateException.class, results::next));
                assertEquals(2, results.next());
                assertFalse(results.hasNext());
                assertThrows(NoSuchElementException.class, results::next);
                hub.assertNoReport();
            }
        });
    }

    @Test
    void x05_a_wait_in_imap_that_is_cut_short_loses_no_item() throws Exception {
        inHub(hub -> {
            try (var pool = new ThreadPool(1)) {
                var told = new CountDownLatch(1);
                var busy = pool.spawn(() -> told.await(1, TimeUnit.DAYS));
                var results = pool.imap(List.of(1, 2), item -> item).iterator();
                for (int i = 0; i < 2; i++) {
                    assertThrows(
                            Timeout.class,
                            () -> Timeout.of(Duration.ZERO).run(() -> results.next()));
                }
                told.countDown();
                busy.await();
                assertEquals(1, results.next());
                assertEquals(2, results.next());
            }
        });
    }

    private static int failAt(int item, int at, RuntimeException failure) {
        if (item == at) {
            throw failure;
        }
        return item;
    }
}
