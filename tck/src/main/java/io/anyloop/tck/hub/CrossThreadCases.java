package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Other threads: nothing they send is lost, and they touch nothing that is the hub's own. No case
/// holds a timed wait in the hub meanwhile, which virtual time would jump over.
public abstract class CrossThreadCases extends Cases {
    private static final int THREADS = 4;
    private static final int EACH = 5_000;
    private static final int ROUNDS = 10_000;

    /// Runs something on several plain threads at once, and waits for them.
    private static void onThreads(Numbered body) throws InterruptedException {
        var start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("sender " + number)
                            .start(() -> startTogether(start, () -> body.run(number))));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void startTogether(CountDownLatch start, Runnable body) {
        try {
            start.await();
            body.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Numbered {
        void run(int number);
    }

    @Test
    void h21_a_post_wakes_a_hub_that_sleeps() throws Exception {
        besideHub(hub -> {
            for (int i = 0; i < 20; i++) {
                var ran = new CountDownLatch(1);
                LockSupport.parkNanos(2_000_000);
                hub.hub().post(ran::countDown);
                hub.eventually("the hub was not woken", () -> ran.getCount() == 0);
            }
        });
    }

    @Test
    void h21_a_spawn_an_unpark_and_a_kill_wake_a_hub_that_sleeps() throws Exception {
        besideHub(hub -> {
            var go = new boolean[1];
            var parked =
                    hub.hub()
                            .spawn(() -> {
                                while (!go[0]) {
                                    LockSupport.park();
                                }
                            });
            var joins = hub.hub().spawn(() -> Greenlet.current().join());
            hub.awaitParked(2);
            assertEquals("spawned", hub.hub().spawn(() -> "spawned").get());
            go[0] = true;
            LockSupport.unpark(parked.thread());
            hub.eventually("the unpark was lost", parked::hasEnded);
            joins.killNoWait();
            hub.eventually("the kill was lost", joins::hasEnded);
        });
    }

    /// One sender, so that no later post hides that an earlier one woke nobody.
    @Test
    void h21_no_wakeup_is_lost_while_the_hub_goes_to_sleep() throws Exception {
        besideHub(hub -> {
            var ran = new AtomicInteger();
            for (int i = 1; i <= ROUNDS; i++) {
                int round = i;
                hub.hub().post(ran::incrementAndGet);
                awaitRound(hub, ran, round);
            }
        });
    }

    private static void awaitRound(HubCase hub, AtomicInteger ran, int round) {
        int spins = 0;
        while (ran.get() < round) {
            if (++spins > 10_000) {
                hub.eventually("round %d was lost".formatted(round), () -> ran.get() >= round);
            }
            Thread.onSpinWait();
        }
        for (int i = ThreadLocalRandom.current().nextInt(200); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    @Test
    void h22_posts_of_many_threads_all_run_and_each_threads_in_order() throws Exception {
        besideHub(hub -> {
            var logs = lists();
            onThreads(number -> {
                for (int i = 0; i < EACH; i++) {
                    int message = i;
                    hub.hub().post(() -> logs.get(number).add(message));
                }
            });
            assertComplete(hub, logs);
        });
    }

    @Test
    void h22_spawns_of_many_threads_all_run_and_each_threads_begin_in_order() throws Exception {
        besideHub(hub -> {
            var logs = lists();
            onThreads(number -> {
                for (int i = 0; i < EACH; i++) {
                    int message = i;
                    hub.hub().spawn(() -> logs.get(number).add(message));
                }
            });
            assertComplete(hub, logs);
        });
    }

    private static List<List<Integer>> lists() {
        return IntStream.range(0, THREADS)
                .<List<Integer>>mapToObj(number -> new ArrayList<>())
                .toList();
    }

    private static void assertComplete(HubCase hub, List<List<Integer>> logs) {
        hub.settle();
        var expected = IntStream.range(0, EACH).boxed().toList();
        for (var log : logs) {
            assertEquals(expected.size(), log.size(), "some are lost");
            assertEquals(expected, log);
        }
    }

    @Test
    void h22_unparks_of_many_threads_are_not_lost() throws Exception {
        besideHub(hub -> {
            var tokens = new AtomicInteger();
            var taker = hub.hub().spawn(() -> take(tokens, THREADS * EACH));
            onThreads(number -> {
                for (int i = 0; i < EACH; i++) {
                    tokens.incrementAndGet();
                    LockSupport.unpark(taker.thread());
                }
            });
            hub.eventually("an unpark was lost", taker::hasEnded);
        });
    }

    private static void take(AtomicInteger tokens, int count) {
        int taken = 0;
        while (taken < count) {
            int got = tokens.getAndSet(0);
            taken += got;
            if (got == 0) {
                LockSupport.park();
            }
        }
    }

    @Test
    void b15_a_hand_over_between_a_thread_and_a_greenlet_is_never_lost() throws Exception {
        besideHub(hub -> {
            var there = new SynchronousQueue<Integer>();
            var back = new SynchronousQueue<Integer>();
            var echo =
                    hub.hub()
                            .spawn(() -> {
                                for (int i = 0; i < ROUNDS; i++) {
                                    back.put(there.take());
                                }
                            });
            for (int i = 0; i < ROUNDS; i++) {
                there.put(i);
                assertEquals(i, back.take());
            }
            echo.join();
        });
    }

    @Test
    void b15_joins_and_kills_of_many_threads_end() throws Exception {
        besideHub(hub -> {
            var ended = new AtomicInteger();
            onThreads(number -> {
                for (int i = 0; i < 500; i++) {
                    var joined = hub.hub().spawn(() -> "value");
                    var killed = hub.hub().spawn(() -> LockSupport.park());
                    assertEquals("value", joined.get());
                    killed.kill();
                    ended.incrementAndGet();
                }
            });
            assertEquals(THREADS * 500, ended.get());
        });
    }

    @Test
    void h23_merged_wakeups_run_everything() throws Exception {
        besideHub(hub -> {
            var ran = new AtomicInteger();
            for (int i = 0; i < 1_000; i++) {
                hub.loop().wakeup();
                hub.hub().post(ran::incrementAndGet);
                hub.loop().wakeup();
            }
            hub.eventually("a callback was lost", () -> ran.get() == 1_000);
        });
    }

    @Test
    void h30_two_hubs_are_independent() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var parked = hub.hub().spawn(() -> Greenlet.current().join());
            hub.awaitParked(1);
            assertEquals("value", other.hub().call(() -> "value"));
            assertEquals(List.of(), other.hub().dump().greenlets());
            other.hub().close();
            assertFalse(parked.hasEnded());
            assertEquals("value", hub.hub().call(() -> "value"));
            parked.kill();
        });
    }

    @Test
    void h30_a_greenlet_waits_for_one_of_another_hub() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var go = new CompletableFuture<String>();
            var target = other.hub().spawn(() -> go.get());
            var joiner = hub.hub().spawn(() -> target.get());
            var killed = hub.hub().spawn(() -> target.get());
            hub.awaitParked(2);
            killed.kill();
            go.complete("value");
            assertEquals("value", joiner.get());
            assertEquals("value", hub.hub().call(() -> target.get()));
            var stuck = other.hub().spawn(() -> Greenlet.current().join());
            hub.hub().call(() -> stuck.kill());
            Killed.assertKilled(stuck);
        });
    }

    @Test
    void h30_a_timeout_that_is_used_from_elsewhere_is_refused() throws Exception {
        besideHub(hub -> {
            var timeout = hub.hub().call(() -> Timeout.after(HubCase.FAR));
            var e = assertThrows(WrongThreadException.class, timeout::cancel);
            assertTrue(e.getMessage().contains(hub.hub().name()), e.getMessage());
            assertThrows(
                    WrongThreadException.class,
                    () -> hub.other().hub().call(() -> timeout.cancel()));
            hub.hub().call(() -> timeout.cancel());
        });
    }

    @Test
    void g02_the_hub_of_a_greenlet_is_the_one_it_was_spawned_on() throws Exception {
        besideHub(hub -> {
            var other = hub.other().hub();
            var across = hub.hub().call(() -> other.spawn(() -> Greenlet.current().hub()));
            assertSame(other, across.get());
            assertSame(other, across.hub());
        });
    }
}
