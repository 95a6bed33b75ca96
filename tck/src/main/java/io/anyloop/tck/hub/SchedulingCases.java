package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Posted;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who runs when: greenlets among each other, and callbacks.
public abstract class SchedulingCases extends Cases {
    private static final int MANY = 1_000;
    private static final int VERY_MANY = 100_000;

    @Test
    void h01_one_greenlet_runs_at_a_time_so_that_a_plain_counter_is_exact() throws Exception {
        inHub(hub -> {
            var counter = new int[1];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(Greenlet.spawn(() -> count(counter)));
            }
            all.forEach(Greenlet::join);
            assertEquals(MANY * 20, counter[0]);
        });
    }

    private static void count(int[] counter) {
        for (int i = 0; i < 20; i++) {
            int seen = counter[0];
            Thread.onSpinWait();
            counter[0] = seen + 1;
            Greenlet.yield();
        }
    }

    @Test
    void h02_all_greenlets_are_carried_by_one_thread() throws Exception {
        inHub(hub -> {
            Set<String> carriers = new HashSet<>();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(
                        Greenlet.spawn(() -> {
                            carriers.add(HubCase.carrier());
                            Greenlet.sleep(hub.unit());
                            carriers.add(HubCase.carrier());
                            hub.jdkSleep(hub.unit());
                            carriers.add(HubCase.carrier());
                        }));
            }
            all.forEach(Greenlet::join);
            assertEquals(Set.of(HubCase.carrier()), carriers);
        });
    }

    @Test
    void h03_nothing_else_runs_between_two_waits() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            hub.hub().post(() -> log.add("callback"));
            var timer = hub.hub().timer(() -> log.add("timer")).start(Duration.ZERO);
            hub.burn(hub.unit());
            assertEquals(List.of(), log);
            assertTrue(timer.isPending());
            other.join();
            hub.settle();
            assertEquals(Set.of("other", "callback", "timer"), Set.copyOf(log));
        });
    }

    @Test
    void h04_yield_and_sleep_of_zero_are_round_robin() throws Exception {
        for (Runnable giveWay : List.<Runnable>of(Greenlet::yield, SchedulingCases::sleepZero)) {
            inHub(hub -> {
                List<String> log = new ArrayList<>();
                var one = Greenlet.spawn(() -> twice(log, "1", giveWay));
                var two = Greenlet.spawn(() -> twice(log, "2", giveWay));
                one.join();
                two.join();
                assertEquals(List.of("1A", "2A", "1B", "2B"), log);
            });
        }
    }

    private static void sleepZero() {
        Greenlet.sleep(Duration.ZERO);
    }

    private static void twice(List<String> log, String name, Runnable giveWay) {
        log.add(name + "A");
        giveWay.run();
        log.add(name + "B");
    }

    /// Only where time passes by itself: in virtual time a loop of yields takes none.
    @Test
    void h05_a_tight_loop_of_yields_cannot_starve_a_timeout() throws Exception {
        inHub(hub -> {
            HubCase.requires(!hub.isVirtual(), "spinning takes no virtual time");
            long begin = hub.now();
            assertThrows(Timeout.class, () -> Timeout.call(hub.unit(), () -> yieldFor(hub, 100)));
            hub.assertTook(hub.unit(), begin);
        });
    }

    private static Void yieldFor(HubCase hub, int units) {
        long end = hub.now() + hub.units(units).toNanos() + hub.time.prompt().toNanos();
        while (hub.now() < end) {
            Greenlet.yield();
        }
        return null;
    }

    @Test
    void h07_a_sleep_lasts_at_least_its_time_and_not_much_longer() throws Exception {
        inHub(hub -> {
            for (var time : List.of(hub.unit(), hub.units(3), Duration.ofNanos(1))) {
                long begin = hub.now();
                Greenlet.sleep(time);
                hub.assertTook(time, begin);
            }
        });
    }

    @Test
    void h07_a_negative_sleep_is_one_of_zero() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            long begin = hub.now();
            var other = Greenlet.spawn(() -> log.add("other"));
            Greenlet.sleep(HubCase.FAR.negated());
            assertEquals(List.of("other"), log);
            hub.assertTook(Duration.ZERO, begin);
            other.join();
        });
    }

    @Test
    void h07_sleeps_of_several_end_in_the_order_of_their_times() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int count : new int[] {3, 1, 4, 2}) {
                all.add(
                        Greenlet.spawn(() -> {
                            Greenlet.sleep(hub.units(5 * count));
                            log.add(count);
                        }));
            }
            long begin = hub.now();
            all.forEach(Greenlet::join);
            hub.assertTook(hub.units(20), begin);
            assertEquals(List.of(1, 2, 3, 4), log);
        });
    }

    @Test
    void h08_a_sleep_after_a_burn_is_not_shorter() throws Exception {
        inHub(hub -> {
            hub.burn(hub.units(2));
            long begin = hub.now();
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void h09_idle_returns_when_what_could_run_has_run() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other =
                    Greenlet.spawn(() -> {
                        for (int i = 0; i < 10; i++) {
                            Greenlet.yield();
                        }
                        log.add("greenlet");
                    });
            hub.hub().post(() -> hub.hub().post(() -> log.add("callback")));
            hub.hub().timer(() -> log.add("timer")).start(Duration.ZERO);
            hub.burn(hub.unit());
            long begin = hub.now();
            Greenlet.idle();
            hub.assertTook(Duration.ZERO, begin);
            assertEquals(Set.of("greenlet", "callback", "timer"), Set.copyOf(log));
            other.join();
        });
    }

    @Test
    void h09_idle_works_where_there_is_nothing_else() throws Exception {
        inHub(hub -> {
            Greenlet.sleep(Duration.ZERO);
            Greenlet.idle();
            Greenlet.idle();
        });
    }

    @Test
    void h18_a_cancelled_callback_does_not_run() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            Posted runs = hub.hub().post(() -> log.add("runs"));
            Posted cancelled = hub.hub().post(() -> log.add("cancelled"));
            assertTrue(runs.isPending() && cancelled.isPending());
            cancelled.cancel();
            assertFalse(cancelled.isPending());
            hub.settle();
            assertFalse(runs.isPending());
            runs.cancel();
            cancelled.cancel();
            assertEquals(List.of("runs"), log);
        });
    }

    @Test
    void h19_callbacks_run_in_order_and_never_inside_each_other() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            hub.hub()
                    .post(() -> {
                        log.add("1 begins");
                        hub.hub().post(() -> log.add("3"));
                        log.add("1 ends");
                    });
            hub.hub().post(() -> log.add("2"));
            assertEquals(List.of(), log);
            hub.settle();
            assertEquals(List.of("1 begins", "1 ends", "2", "3"), log);
        });
    }

    @Test
    void h20_a_very_large_batch_of_callbacks_is_done_without_a_pause() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            for (int i = 0; i < VERY_MANY; i++) {
                int number = i;
                hub.hub().post(() -> log.add(number));
            }
            long begin = hub.now();
            hub.settle();
            assertTrue(
                    hub.now() - begin <= hub.time.prompt().toNanos() * 5,
                    () -> "it took " + (hub.now() - begin) / 1_000_000 + " ms");
            assertEquals(IntStream.range(0, VERY_MANY).boxed().toList(), log);
        });
    }

    @Test
    void h34_very_many_parked_greenlets_are_each_resumed_once() throws Exception {
        // Java 21 under Wine has needed up to 0.7 ms to resume one of them.
        Duration limit = loops.environment().limit().multipliedBy(8);
        inHub(
                limit,
                hub -> {
                    var go = new boolean[1];
                    var resumed = new int[VERY_MANY];
                    List<Greenlet<?>> all = new ArrayList<>(VERY_MANY);
                    for (int i = 0; i < VERY_MANY; i++) {
                        int number = i;
                        all.add(
                                Greenlet.spawn(() -> {
                                    while (!go[0]) {
                                        LockSupport.park();
                                    }
                                    resumed[number]++;
                                }));
                    }
                    hub.settle();
                    go[0] = true;
                    all.forEach(greenlet -> LockSupport.unpark(greenlet.thread()));
                    all.forEach(Greenlet::join);
                    assertTrue(IntStream.of(resumed).allMatch(count -> count == 1));
                });
    }

    @Test
    void c01_thread_locals_and_the_current_thread_are_a_greenlets_own() throws Exception {
        inHub(hub -> {
            var local = new ThreadLocal<String>();
            local.set("main");
            var other =
                    Greenlet.spawn(() -> {
                        String seen = local.get();
                        local.set("other");
                        Greenlet.yield();
                        assertSame(Greenlet.current().thread(), Thread.currentThread());
                        return seen + " " + local.get();
                    });
            Greenlet.yield();
            assertEquals("main", local.get());
            assertEquals("null other", other.get());
        });
    }
}
