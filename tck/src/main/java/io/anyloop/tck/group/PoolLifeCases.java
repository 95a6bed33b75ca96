package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.blocking.ThreadPool;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.Held;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.setup.TckEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Thread pools: what counts as pending, their size, and what is left of them when greenlets or the
/// hub end.
public abstract class PoolLifeCases extends Cases {

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
        Patience.isSoon(TckEnvironment.current(), () -> pool.threads() == count, Greenlet::yield);
        assertEquals(count, pool.threads(), pool::toString);
    }

    @Test
    void x08_idle_threads_end_after_the_idle_time() throws Exception {
        inHub(hub -> {
            var idle = hub.time.scaled(Duration.ofMillis(30));
            try (var pool = new ThreadPool(2, idle)) {
                long begin = System.nanoTime(); // when it gets idle is after that
                var thread = pool.apply(Thread::currentThread);
                eventuallyThreads(pool, 0);
                assertTrue(System.nanoTime() - begin >= idle.toNanos(), "ended too early");
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
                Killed.assertKilled(waits);
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
