package io.anyloop.tck.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A timeout by itself: when it fires, where, and as what.
public abstract class TimeoutCases extends Cases {

    @Test
    void t01_it_fires_where_its_greenlet_waits_and_throws_itself() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            try (var timeout = Timeout.after(hub.unit())) {
                assertTrue(timeout.isPending());
                var e = assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR));
                assertSame(timeout, e);
                assertFalse(timeout.isPending());
            }
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void t01_its_stack_is_that_of_the_wait() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.after(hub.unit());
            assertThrows(Timeout.class, TimeoutCases::sleepLong);
            assertTrue(
                    Stream.of(timeout.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("sleepLong")));
            timeout.close();
        });
    }

    private static void sleepLong() {
        Greenlet.sleep(HubCase.FAR);
    }

    @Test
    void t02_one_that_is_not_reached_does_nothing_later() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            try (var timeout = Timeout.after(hub.units(20))) {
                Greenlet.sleep(hub.unit());
                assertTrue(timeout.isPending());
            }
            assertEquals("value", Timeout.call(hub.units(20), () -> "value"));
            Greenlet.sleep(hub.units(21));
            hub.assertTook(hub.units(22), begin);
        });
    }

    @Test
    void t03_another_exception_is_thrown_instead() throws Exception {
        inHub(hub -> {
            var instead = new IOException("expected");
            var byHand = Timeout.of(hub.unit()).throwing(() -> instead).start();
            assertSame(instead, assertThrows(IOException.class, () -> Greenlet.sleep(HubCase.FAR)));
            byHand.close();
            var called = Timeout.of(hub.unit()).throwing(() -> instead);
            assertSame(
                    instead,
                    assertThrows(
                            IOException.class,
                            () -> called.run(() -> Greenlet.sleep(HubCase.FAR))));
        });
    }

    @Test
    void t04_a_silent_one_is_swallowed_by_its_own_call() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            assertFalse(Timeout.of(hub.unit()).silent().run(() -> Greenlet.sleep(HubCase.FAR)));
            hub.assertTook(hub.unit(), begin);
            assertTrue(Timeout.of(HubCase.FAR).silent().run(() -> Greenlet.sleep(hub.unit())));
        });
    }

    @Test
    void t05_a_silent_one_that_is_started_by_hand_throws() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit()).silent().start();
            assertSame(timeout, assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR)));
            timeout.close();
        });
    }

    @Test
    void t09_one_that_never_expires_costs_no_timer() throws Exception {
        inHub(hub -> {
            var never = Timeout.never();
            long begin = hub.now();
            assertEquals("value", never.call(() -> sleepAndReturn(hub)));
            hub.assertTook(hub.unit(), begin);
            assertFalse(never.start().isPending());
            never.cancel();
            never.close();
        });
    }

    private static String sleepAndReturn(HubCase hub) {
        Greenlet.sleep(hub.unit());
        return "value";
    }

    @Test
    void t10_one_of_zero_fires_at_the_next_wait_and_not_before() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var timeout = Timeout.after(Duration.ZERO);
            hub.burn(hub.unit());
            assertTrue(timeout.isPending());
            assertSame(timeout, assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR)));
            if (hub.isVirtual()) {
                hub.assertTook(Duration.ZERO, begin);
            }
            timeout.close();
        });
    }

    @Test
    void t11_one_that_is_cancelled_does_not_fire() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.after(hub.unit());
            timeout.cancel();
            timeout.cancel();
            assertFalse(timeout.isPending());
            Greenlet.sleep(hub.units(2));
            timeout.close();
        });
    }

    @Test
    void t12_cancelled_and_started_again_it_has_its_full_time() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.after(hub.units(20));
            Greenlet.sleep(hub.unit());
            timeout.cancel();
            long begin = hub.now();
            timeout.start();
            assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR));
            hub.assertTook(hub.units(20), begin);
            timeout.close();
        });
    }

    @Test
    void t13_it_may_be_started_again_after_it_fired() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            for (int i = 0; i < 3; i++) {
                long begin = hub.now();
                timeout.start();
                assertSame(timeout, assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR)));
                hub.assertTook(hub.unit(), begin);
            }
            timeout.close();
        });
    }

    @Test
    void t14_starting_one_that_is_pending_is_refused() throws Exception {
        inHub(hub -> {
            try (var timeout = Timeout.after(HubCase.FAR)) {
                var e = assertThrows(IllegalStateException.class, timeout::start);
                assertTrue(e.getMessage().contains("Cancel it"), e.getMessage());
                assertTrue(timeout.isPending());
            }
        });
    }

    @Test
    void t15_after_close_it_is_not_pending_and_cannot_be_started() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.after(HubCase.FAR);
            timeout.close();
            timeout.close();
            assertFalse(timeout.isPending());
            var e = assertThrows(IllegalStateException.class, timeout::start);
            assertTrue(e.getMessage().contains("Make a new one"), e.getMessage());
        });
    }

    @Test
    void t16_it_counts_from_its_start_also_after_a_burn() throws Exception {
        inHub(hub -> {
            hub.burn(hub.units(2));
            long begin = hub.now();
            assertThrows(
                    Timeout.class,
                    () -> Timeout.of(hub.unit()).run(() -> Greenlet.sleep(HubCase.FAR)));
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void t17_code_that_computes_is_not_cut_off_and_nothing_is_thrown_later() throws Exception {
        inHub(hub -> {
            try (var timeout = Timeout.after(hub.unit().dividedBy(2))) {
                assertTrue(timeout.isPending());
                hub.burn(hub.units(2));
            }
            Greenlet.yield();
            Greenlet.sleep(hub.unit());
            String value =
                    Timeout.call(
                            hub.unit().dividedBy(2),
                            () -> {
                                hub.burn(hub.units(2));
                                return "late";
                            });
            assertEquals("late", value);
            Greenlet.sleep(hub.unit());
        });
    }

    @Test
    void t17_one_that_expired_but_was_cancelled_before_the_wait_is_not_thrown() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            long begin = hub.now();
            timeout.start();
            LockSupport.parkNanos(hub.units(20).toNanos()); // no call of ours: nothing is thrown
            hub.assertTook(hub.unit(), begin);
            timeout.cancel();
            assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
            Greenlet.sleep(hub.unit());
        });
    }

    @Test
    void t18_it_is_for_the_greenlet_that_started_it_and_not_for_its_children() throws Exception {
        inHub(hub -> {
            var children = new ArrayList<Greenlet<String>>();
            var parent =
                    Greenlet.spawn(() ->
                            Timeout.callOr(
                                    hub.unit(),
                                    () -> {
                                        children.add(Greenlet.spawn(() -> twoUnits(hub)));
                                        Greenlet.sleep(HubCase.FAR);
                                        return "woke";
                                    },
                                    "late"));
            assertEquals("late", parent.get());
            assertEquals("child", children.getFirst().get());
        });
    }

    private static String twoUnits(HubCase hub) {
        Greenlet.sleep(hub.units(2));
        return "child";
    }

    @Test
    void t21_it_is_not_eaten_by_catch_exception() throws Exception {
        inHub(hub ->
                assertThrows(
                        Timeout.class,
                        () -> {
                            try (var timeout = Timeout.after(hub.unit())) {
                                assertTrue(timeout.isPending());
                                Greenlet.sleep(HubCase.FAR);
                            } catch (Exception e) {
                                throw new AssertionError("eaten", e);
                            }
                        }));
    }

    @Test
    void t24_its_text_shows_the_seconds() throws Exception {
        assertEquals("1 second", Timeout.of(Duration.ofSeconds(1)).getMessage());
        assertEquals("2 seconds", Timeout.of(Duration.ofSeconds(2)).getMessage());
        assertEquals("0 seconds", Timeout.of(Duration.ZERO).getMessage());
        assertEquals("0.015 seconds", Timeout.of(Duration.ofMillis(15)).getMessage());
        assertEquals("1 second, silent", Timeout.of(Duration.ofSeconds(1)).silent().getMessage());
        assertEquals("never", Timeout.never().getMessage());
        assertThrows(NoHubException.class, () -> Timeout.after(Duration.ZERO));
        assertTrue(
                assertThrows(NullPointerException.class, () -> Timeout.of(null))
                        .getMessage()
                        .contains("for ever"));
    }
}
