package io.anyloop.tck.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Timers that run callbacks on the loop.
public abstract class TimerCases extends Cases {

    @Test
    void h24_a_timer_fires_once() throws Exception {
        inHub(hub -> {
            List<Long> fired = new ArrayList<>();
            long begin = hub.now();
            var timer = hub.hub().timer(() -> fired.add(hub.now())).start(hub.unit());
            assertTrue(timer.isPending());
            Greenlet.sleep(hub.units(3));
            assertFalse(timer.isPending());
            assertEquals(1, fired.size());
            assertTrue(fired.getFirst() - begin >= hub.unit().toNanos(), "too early");
        });
    }

    @Test
    void h24_a_repeating_timer_repeats_until_it_is_cancelled() throws Exception {
        inHub(hub -> {
            List<Long> fired = new ArrayList<>();
            long begin = hub.now();
            var timer = hub.hub().timer(() -> fired.add(hub.now())).repeat(hub.unit());
            while (fired.size() < 3) {
                Greenlet.sleep(hub.unit());
            }
            assertTrue(timer.isPending());
            timer.cancel();
            timer.cancel();
            assertFalse(timer.isPending());
            int count = fired.size();
            Greenlet.sleep(hub.units(3));
            assertEquals(count, fired.size());
            assertTrue(fired.get(2) - begin >= hub.units(3).toNanos(), "too early");
        });
    }

    @Test
    void h24_a_repeating_timer_keeps_to_its_raster_and_leaves_out_what_it_missed()
            throws Exception {
        inHub(hub -> {
            HubCase.requires(!hub.isVirtual(), "nothing is missed in virtual time");
            var fired = new int[1];
            var timer = hub.hub().timer(() -> fired[0]++);
            hub.withoutPause(
                    hub.units(11),
                    () -> {
                        fired[0] = 0;
                        timer.repeat(hub.units(4));
                        hub.burn(hub.units(9));
                        hub.settle();
                    },
                    timer::cancel);
            assertEquals(1, fired[0]);
        });
    }

    @Test
    void h24_a_cancelled_timer_does_not_fire_and_may_be_started_again() throws Exception {
        inHub(hub -> {
            List<Long> fired = new ArrayList<>();
            var timer = hub.hub().timer(() -> fired.add(hub.now())).start(hub.unit());
            timer.cancel();
            Greenlet.sleep(hub.units(2));
            assertEquals(List.of(), fired);
            long begin = hub.now();
            timer.start(hub.unit());
            timer.start(hub.units(2));
            Greenlet.sleep(hub.units(4));
            assertEquals(1, fired.size());
            assertTrue(fired.getFirst() - begin >= hub.units(2).toNanos(), "too early");
        });
    }

    @Test
    void h25_timers_fire_in_the_order_of_their_deadlines() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            hub.withoutPause(
                    hub.unit(),
                    () -> startInDisorder(hub, log),
                    () -> Greenlet.sleep(hub.units(6)));
            assertEquals(List.of(1, 2, 3, 4), log);
        });
    }

    @Test
    void h25_timers_that_are_all_overdue_still_fire_in_that_order() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            hub.withoutPause(hub.unit(), () -> startInDisorder(hub, log), () -> burnAndSleep(hub));
            assertEquals(List.of(1, 2, 3, 4), log);
        });
    }

    private static void burnAndSleep(HubCase hub) {
        hub.burn(hub.units(5));
        Greenlet.sleep(hub.units(5));
    }

    private static void startInDisorder(HubCase hub, List<Integer> log) {
        log.clear();
        for (int count : new int[] {3, 1, 4, 2}) {
            hub.hub().timer(() -> log.add(count)).start(hub.units(count));
        }
    }

    @Test
    void h27_a_timer_of_zero_that_starts_itself_again_does_not_hold_the_hub() throws Exception {
        inHub(hub -> {
            var fired = new int[1];
            var timer = new Timer[1];
            timer[0] =
                    hub.hub()
                            .timer(() -> {
                                fired[0]++;
                                timer[0].start(Duration.ZERO);
                            });
            timer[0].start(Duration.ZERO);
            assertEquals("ran", Greenlet.spawn(() -> "ran").get());
            while (fired[0] < 100) {
                Greenlet.yield();
            }
            timer[0].cancel();
        });
    }

    @Test
    void h29_a_timer_that_nobody_refers_to_still_fires() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            startAndForget(hub, log);
            collectGarbage();
            Greenlet.sleep(hub.units(2));
            assertEquals(List.of("fired"), log);
        });
    }

    private static void startAndForget(HubCase hub, List<String> log) {
        hub.hub().timer(() -> log.add("fired")).start(hub.unit());
    }

    private static void collectGarbage() {
        var garbage = new WeakReference<>(new Object());
        for (int i = 0; i < 10 && garbage.get() != null; i++) {
            System.gc();
        }
    }

    @Test
    void h24_a_timer_can_be_started_and_cancelled_from_another_thread() throws Exception {
        besideHub(hub -> {
            var fired = new boolean[2];
            var late = hub.isVirtual() ? HubCase.ENDLESS : hub.units(20);
            hub.hub().timer(() -> fired[0] = true).start(late).cancel();
            hub.hub().timer(() -> fired[1] = true).start(hub.unit());
            hub.hub().call(() -> Greenlet.sleep(hub.units(22)));
            assertFalse(fired[0]);
            assertTrue(fired[1]);
        });
    }

    /// The thread of the hub, or its host's, is the only one that could run that greenlet.
    @Test
    void h36_a_callback_gets_a_lock_for_which_a_greenlet_is_next_in_line() throws Exception {
        var lock = new Object();
        var isHeld = new CountDownLatch(1);
        var standing = new AtomicReference<Thread>();
        Thread holder =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            synchronized (lock) {
                                isHeld.countDown();
                                while (!isAtMonitor(standing.get())) {
                                    Thread.onSpinWait();
                                }
                            }
                        });
        isHeld.await();
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            Greenlet<Void> greenlet =
                    Greenlet.spawn(() -> {
                        synchronized (lock) {
                            log.add("greenlet");
                        }
                    });
            hub.eventually("it never wants the lock", () -> isAtMonitor(greenlet.thread()));
            hub.hub()
                    .timer(() -> {
                        standing.set(Thread.currentThread());
                        synchronized (lock) {
                            log.add("callback");
                        }
                    })
                    .start(Duration.ZERO);
            greenlet.join();
            assertEquals(List.of("callback", "greenlet"), log);
            assertFalse(Thread.currentThread().isInterrupted());
        });
        holder.join();
    }

    private static boolean isAtMonitor(Thread thread) {
        return thread != null && thread.getState() == Thread.State.BLOCKED;
    }
}
