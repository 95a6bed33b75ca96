package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.group.Pool;
import io.anyloop.group.PoolFullException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The slots of a pool: none is lost, whoever leaves or is killed.
public abstract class PoolSlotCases extends Cases {

    @Test
    void k15_no_slot_is_lost_by_those_who_leave() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            for (int i = 0; i < 12; i++) {
                var holders =
                        List.of(
                                pool.spawn(() -> Greenlet.sleep(HubCase.FAR)),
                                pool.spawn(() -> Greenlet.sleep(HubCase.FAR)));
                List<Greenlet<?>> spawners = new ArrayList<>();
                for (int j = 0; j < 4; j++) {
                    spawners.add(Greenlet.spawn(() -> pool.spawn(() -> Greenlet.yield())));
                }
                var late =
                        Greenlet.spawn(() ->
                                assertThrows(
                                        PoolFullException.class,
                                        () -> pool.spawn(() -> 1, hub.unit())));
                var cut =
                        Greenlet.spawn(() ->
                                Timeout.of(hub.unit()).silent().run(() -> pool.spawn(() -> 1)));
                Greenlet.yield();
                spawners.get(i % 4).kill();
                late.join();
                cut.join();
                holders.forEach(Greenlet::kill);
                spawners.forEach(Greenlet::join);
                pool.join();
                assertEquals(2, pool.freeCount());
            }
        });
    }

    @Test
    void k15_no_slot_is_lost_when_kill_and_slot_come_at_once() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            for (int i = 0; i < 30; i++) {
                var holder = PoolCases.sleeper(pool, hub, 1);
                var spawner = Greenlet.spawn(() -> pool.spawn(() -> 1));
                Greenlet.yield();
                boolean killFirst = i % 2 == 0;
                if (killFirst) {
                    spawner.killNoWait();
                }
                pool.discard(holder);
                if (!killFirst) {
                    spawner.killNoWait();
                }
                spawner.join();
                pool.join();
                assertEquals(1, pool.freeCount());
                holder.kill();
            }
        });
    }

    @Test
    void k15_no_slot_is_lost_between_threads() throws Exception {
        besideHub(hub -> {
            var pool = new Pool(3, hub.hub());
            var other = hub.other();
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            var done = new AtomicInteger();
            Runnable use =
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Greenlet.yield();
                        running.decrementAndGet();
                        done.incrementAndGet();
                    };
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (int j = 0; j < 100; j++) {
                                        pool.spawn(use::run);
                                    }
                                }));
            }
            var there =
                    other.hub()
                            .spawn(() -> {
                                for (int j = 0; j < 100; j++) {
                                    pool.spawn(use::run);
                                }
                            });
            for (Thread thread : threads) {
                thread.join();
            }
            there.join();
            pool.join();
            assertEquals(500, done.get());
            assertTrue(most.get() <= 3, () -> most + " at once");
            assertEquals(3, pool.freeCount());
        });
    }

    @Test
    void p25_a_member_that_spawns_into_its_own_full_pool_is_named() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    hub.mayLeaveGreenlets();
                    var pool = new Pool(1, hub.hub());
                    var e =
                            assertThrows(
                                    LoopExit.class,
                                    () ->
                                            hub.hub()
                                                    .call(() ->
                                                            pool.spawn(() -> pool.spawn(() -> 1))
                                                                    .join()));
                    assertTrue(
                            e.getMessage().contains("spawn of Pool[1 of 1 slots taken]"),
                            e.getMessage());
                });
    }

    @Test
    void p04_kill_ends_those_too_who_wait_for_a_slot() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            List<String> log = new ArrayList<>();
            PoolCases.sleeper(pool, hub, 50);
            var waiting = pool.applyAsync(() -> log.add("ran"));
            Greenlet.yield();
            long begin = hub.now();
            pool.kill();
            hub.assertTook(Duration.ZERO, begin);
            assertTrue(waiting.hasEnded());
            assertEquals(List.of(), log);
            assertEquals(1, pool.freeCount());
        });
    }
}
