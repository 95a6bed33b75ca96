package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.group.Pool;
import io.anyloop.group.PoolFullException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Slots, and who gets one.
public abstract class PoolCases extends Cases {

    static Greenlet<Void> sleeper(Pool pool, HubCase hub, int units) {
        return pool.spawn(() -> Greenlet.sleep(hub.units(units)));
    }

    private static Greenlet<Integer> unstarted(HubCase hub) {
        return hub.hub()
                .unstarted(() -> {
                    Greenlet.sleep(hub.unit());
                    return 1;
                });
    }

    @Test
    void p08_one_that_is_discarded_frees_its_slot() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            var one = sleeper(pool, hub, 3);
            assertTrue(pool.isFull());
            pool.discard(one);
            assertEquals(1, pool.freeCount());
            assertFalse(pool.contains(one));
            one.join();
            assertEquals(1, pool.freeCount(), "freed twice");
        });
    }

    @Test
    void p09_spawning_into_a_full_pool_waits_for_a_slot() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            long begin = hub.now();
            sleeper(pool, hub, 2);
            sleeper(pool, hub, 4);
            hub.assertTook(Duration.ZERO, begin);
            sleeper(pool, hub, 9);
            hub.assertTook(hub.units(2), begin);
            pool.add(Greenlet.spawn(() -> Greenlet.sleep(hub.units(3))));
            hub.assertTook(hub.units(4), begin);
            pool.start(unstarted(hub));
            hub.assertTook(hub.units(5), begin);
            pool.join();
            assertEquals(2, pool.freeCount());
        });
    }

    @Test
    void p09_those_who_wait_are_served_in_order() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            sleeper(pool, hub, 1);
            List<Integer> log = new ArrayList<>();
            List<Greenlet<?>> spawners = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                spawners.add(Greenlet.spawn(() -> pool.spawn(() -> log.add(number))));
            }
            spawners.forEach(Greenlet::join);
            pool.join();
            for (int i = 0; i < 20; i++) {
                assertEquals(i, log.get(i));
            }
        });
    }

    @Test
    void p10_how_many_are_free() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            assertEquals(2, pool.capacity());
            assertEquals(2, pool.freeCount());
            assertEquals(2, pool.awaitAvailable());
            sleeper(pool, hub, 30);
            assertFalse(pool.isFull());
            sleeper(pool, hub, 10);
            assertTrue(pool.isFull());
            assertEquals("Pool[2 of 2 slots taken]", pool.toString());
            long begin = hub.now();
            assertEquals(0, pool.awaitAvailable(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertEquals(1, pool.awaitAvailable());
            hub.assertTook(hub.units(10), begin);
            assertEquals(1, pool.freeCount(), "it was taken");
            pool.join();
            var none = new Pool(0);
            assertTrue(none.isFull());
            assertEquals(0, none.awaitAvailable(hub.unit()));
            assertThrows(PoolFullException.class, () -> none.spawnNow(() -> 1));
            var all = Pool.unlimited();
            for (int i = 0; i < 1000; i++) {
                all.spawnNow(() -> 1);
            }
            assertFalse(all.isFull());
            assertEquals(Integer.MAX_VALUE, all.freeCount());
            assertEquals(Integer.MAX_VALUE, all.awaitAvailable(Duration.ZERO));
            all.join();
        });
    }

    @Test
    void p11_a_negative_size_is_refused() throws Exception {
        inHub(hub -> {
            var e = assertThrows(IllegalArgumentException.class, () -> new Pool(-1));
            assertTrue(e.getMessage().contains("-1"), e.getMessage());
        });
    }

    @Test
    void p12_who_does_not_wait_or_not_any_longer_hears_that_it_is_full() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            var one = sleeper(pool, hub, 20);
            var fresh = hub.hub().unstarted(() -> 1);
            long begin = hub.now();
            var e = assertThrows(PoolFullException.class, () -> pool.spawnNow(() -> 1));
            assertTrue(e.getMessage().contains("1 of 1"), e.getMessage());
            assertThrows(PoolFullException.class, () -> pool.addNow(fresh));
            assertThrows(PoolFullException.class, () -> pool.startNow(fresh));
            hub.assertTook(Duration.ZERO, begin);
            assertThrows(PoolFullException.class, () -> pool.spawn(() -> 1, hub.unit()));
            assertThrows(PoolFullException.class, () -> pool.add(fresh, hub.unit()));
            assertThrows(PoolFullException.class, () -> pool.start(fresh, hub.unit()));
            hub.assertTook(hub.units(3), begin);
            assertEquals(Greenlet.State.NEW, fresh.state());
            assertFalse(pool.addNow(one), "a member needs no slot");
            var two = pool.spawn(() -> 2, HubCase.FAR);
            hub.assertTook(hub.units(20), begin);
            assertEquals(2, two.get());
            assertEquals(1, pool.start(fresh).get());
            assertEquals(1, pool.freeCount());
        });
    }

    @Test
    void p13_one_that_fails_frees_its_slot_even_if_nobody_can_be_told() throws Exception {
        inHub(
                options ->
                        options.errorHandler(report -> {
                            throw new IllegalStateException("expected: this handler fails");
                        }),
                hub -> {
                    var pool = new Pool(1);
                    for (int i = 0; i < 5; i++) {
                        pool.spawn(Failing.with(new IOException("expected")), HubCase.FAR);
                    }
                    pool.join();
                    assertEquals(1, pool.freeCount());
                });
    }

    @Test
    void p14_there_are_never_more_bodies_than_slots() throws Exception {
        inHub(hub -> {
            var pool = new Pool(3);
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            io.anyloop.function.Body<Integer, RuntimeException> body =
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Greenlet.sleep(hub.unit().dividedBy(4));
                        return running.decrementAndGet();
                    };
            List<Greenlet<?>> users = new ArrayList<>();
            List<Integer> items = List.of(1, 2, 3, 4, 5, 6);
            users.add(Greenlet.spawn(() -> pool.map(items, i -> body.call())));
            users.add(
                    Greenlet.spawn(() ->
                            pool.imapUnordered(items, i -> body.call()).forEachRemaining(i -> {})));
            for (int i = 0; i < 6; i++) {
                users.add(Greenlet.spawn(() -> pool.apply(body)));
                users.add(Greenlet.spawn(() -> pool.spawn(body)));
                users.add(Greenlet.spawn(() -> pool.applyAsync(body)));
                users.add(Greenlet.spawn(() -> pool.start(hub.hub().unstarted(body))));
            }
            users.forEach(Greenlet::join);
            pool.join();
            assertEquals(3, most.get());
            assertEquals(3, pool.freeCount());
        });
    }

    @Test
    void p15_apply_returns_or_throws() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            assertEquals(5, pool.<Integer, RuntimeException>apply(() -> 5));
            var failure = new IOException("expected");
            assertSame(
                    failure,
                    assertThrows(IOException.class, () -> pool.apply(Failing.with(failure))));
            hub.assertNoReport();
            assertEquals(1, pool.freeCount());
            var user = Greenlet.spawn(() -> pool.apply(() -> Greenlet.sleep(HubCase.FAR)));
            Greenlet.yield();
            Greenlet.yield();
            pool.kill();
            assertThrows(CancellationException.class, user::get);
            hub.takeReport();
        });
    }

    @Test
    void p15_a_member_that_applies_runs_the_code_itself() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            assertTrue(
                    pool.<Boolean, RuntimeException>apply(() -> {
                        var member = Greenlet.current();
                        return pool.<Boolean, RuntimeException>apply(
                                () -> member == Greenlet.current());
                    }));
        });
    }

    @Test
    void p15_what_is_applied_and_not_waited_for_any_longer_is_reported() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            var failure = new IllegalStateException("expected");
            var user =
                    Greenlet.spawn(() ->
                            pool.apply(() -> {
                                Greenlet.sleep(hub.units(20));
                                throw failure;
                            }));
            Greenlet.yield();
            Greenlet.yield();
            user.kill();
            assertEquals(1, pool.size(), "it does not go on");
            pool.join();
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void p16_apply_async_takes_actions_too() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            List<String> log = new ArrayList<>();
            var failure = new IllegalStateException("expected");
            pool.applyAsync(() -> Greenlet.sleep(hub.unit()));
            Greenlet<Void> waits =
                    pool.applyAsync(() -> Greenlet.sleep(hub.unit()), () -> log.add("after"));
            assertEquals(1, pool.size());
            waits.join();
            Greenlet<Void> fails =
                    pool.applyAsync(() -> Failing.with(failure).call(), () -> log.add("never"));
            fails.join();
            Greenlet.idle();
            assertEquals(List.of("after"), log);
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void p16_apply_async_never_waits_and_its_callback_hears_results_only() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            List<Object> log = new ArrayList<>();
            var failure = new IllegalStateException("expected");
            long begin = hub.now();
            var one = pool.applyAsync(() -> log.add("one"), log::add);
            var two =
                    pool.applyAsync(
                            () -> {
                                Greenlet.sleep(hub.unit());
                                return "two";
                            },
                            log::add);
            Greenlet<Object> three = pool.applyAsync(Failing.with(failure), log::add);
            var four = pool.<Object>applyAsync(() -> "four", log::add);
            var five = pool.<Object>applyAsync(() -> "five", log::add);
            hub.assertTook(Duration.ZERO, begin);
            assertEquals(1, pool.size(), "one that waits for a slot is no member");
            Greenlet.yield();
            five.kill();
            four.join();
            assertTrue(one.isSuccessful() && two.isSuccessful());
            assertSame(failure, assertThrows(IllegalStateException.class, three::get));
            assertSame(failure, hub.takeReport());
            assertEquals(List.of("one", true, "two", "four"), log);
            assertEquals(1, pool.freeCount());
        });
    }

    @Test
    void p16_apply_async_works_on_the_loop_and_spawn_where_it_need_not_wait() throws Exception {
        besideHub(hub -> {
            var pool = new Pool(1, hub.hub());
            hub.onLoop(() -> {
                pool.spawn(() -> Greenlet.sleep(hub.unit()));
                assertThrows(BlockingInLoopException.class, () -> pool.spawn(() -> 1));
                assertThrows(PoolFullException.class, () -> pool.spawnNow(() -> 1));
                pool.applyAsync(() -> 1);
            });
            pool.join();
            hub.eventually("a slot is lost", () -> pool.freeCount() == 1);
        });
    }
}
