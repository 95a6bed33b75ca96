package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Flag;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Waiting until nothing is left on a hub, and what does not count.
public abstract class QuietCases extends Cases {

    @Test
    void w14_a_hub_is_quiet_when_its_greenlets_have_ended() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            assertTrue(hub.hub().awaitQuiet(HubCase.FAR));
            hub.assertTook(Duration.ZERO, begin);
            for (int i = 0; i < 3; i++) {
                var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(2)));
                begin = hub.now();
                hub.hub().awaitQuiet();
                hub.assertTook(hub.units(2), begin);
                assertTrue(target.hasEnded());
            }
            assertEquals(1, Greenlet.spawn(() -> 1).get());
        });
    }

    @Test
    void w14_it_is_not_quiet_in_time_and_may_be_later() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            long begin = hub.now();
            assertFalse(hub.hub().awaitQuiet(hub.unit()));
            assertFalse(hub.hub().awaitQuiet(hub.unit()));
            hub.assertTook(hub.units(2), begin);
            Greenlet.spawn(() -> {
                Greenlet.sleep(hub.unit());
                target.kill();
            });
            assertTrue(hub.hub().awaitQuiet(HubCase.FAR));
            assertTrue(target.hasEnded());
        });
    }

    @Test
    void w14_what_starts_later_and_timers_and_callbacks_are_waited_for() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            hub.hub().spawnLater(hub.unit(), () -> log.add("later"));
            var timer =
                    hub.hub()
                            .timer(() -> hub.hub().post(() -> log.add("posted")))
                            .start(hub.units(3));
            hub.hub().awaitQuiet();
            assertEquals(List.of("later", "posted"), log);
            assertFalse(timer.isPending());
        });
    }

    @Test
    void w14_another_virtual_thread_that_sleeps_is_waited_for() throws Exception {
        inHub(hub -> {
            var isDone = new AtomicBoolean();
            Thread.startVirtualThread(() -> {
                try {
                    hub.jdkSleep(hub.unit());
                    isDone.set(true);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            hub.hub().awaitQuiet();
            assertTrue(isDone.get());
        });
    }

    @Test
    void w14_several_may_wait_and_a_plain_thread_too() throws Exception {
        besideHub(hub -> {
            hub.hub().spawn(() -> hub.hub().awaitQuiet());
            var last = hub.hub().spawn(() -> Greenlet.sleep(hub.units(2)));
            hub.hub().spawn(() -> hub.hub().awaitQuiet());
            hub.hub().awaitQuiet();
            assertTrue(last.hasEnded());
            assertTrue(hub.hub().awaitQuiet(HubCase.FAR));
        });
    }

    @Test
    void w14_a_hub_that_ends_is_quiet() throws Exception {
        besideHub(hub -> {
            var target = hub.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            var waiter = new Thread(() -> hub.hub().awaitQuiet());
            waiter.start();
            target.join(hub.time.quiet());
            hub.hub().close();
            waiter.join();
            assertTrue(hub.hub().awaitQuiet(HubCase.FAR));
        });
    }

    @Test
    void w14_a_timeout_around_it_comes_through_and_keeps_nobody() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(10)));
            var timeout = Timeout.of(hub.unit());
            assertSame(
                    timeout, assertThrows(Timeout.class, () -> timeout.run(hub.hub()::awaitQuiet)));
            target.kill();
            long begin = hub.now();
            Timeout.of(HubCase.FAR).run(hub.hub()::awaitQuiet);
            hub.assertTook(Duration.ZERO, begin);
        });
    }

    @Test
    void h16_a_timer_that_does_not_count_keeps_nobody() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var timer = hub.hub().timer(() -> log.add("tick")).repeat(hub.unit()).unreferenced();
            long begin = hub.now();
            hub.hub().awaitQuiet();
            hub.assertTook(Duration.ZERO, begin);
            for (int i = 0; i < 100 && log.size() < 3; i++) {
                Greenlet.sleep(hub.unit());
            }
            assertTrue(log.size() >= 3, () -> "it does not run: " + log);
            timer.cancel();
        });
    }

    @Test
    void h16_a_timer_that_counts_keeps_it() throws Exception {
        inHub(hub -> {
            var timer = hub.hub().timer(() -> {}).repeat(hub.unit());
            assertFalse(hub.hub().awaitQuiet(hub.units(4)));
            timer.cancel();
            assertTrue(hub.hub().awaitQuiet(HubCase.FAR));
        });
    }

    @Test
    void h16_a_timer_that_does_not_count_does_not_hide_a_deadlock() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    var timer = hub.hub().timer(() -> {}).unreferenced().repeat(HubCase.FAR);
                    var e =
                            assertThrows(
                                    LoopExit.class,
                                    () -> hub.hub().call(() -> Wait.forAll(List.of(new Flag()))));
                    assertTrue(e.getMessage().contains("1 greenlet waits"), e.getMessage());
                    timer.cancel();
                });
    }
}
