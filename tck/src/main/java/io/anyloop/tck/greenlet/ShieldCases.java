package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.group.Group;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Clean-up code that has to wait though its greenlet is being cut off.
public abstract class ShieldCases extends Cases {

    private static void waitInJdk() throws InterruptedException {
        new LinkedBlockingQueue<>().take();
    }

    @Test
    void k29_clean_up_code_may_wait_at_our_calls_and_at_the_jdks() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            waitInJdk();
                        } finally {
                            Greenlet.shielded(
                                    HubCase.FAR,
                                    () -> {
                                        Greenlet.sleep(hub.unit());
                                        hub.jdkSleep(hub.unit());
                                        log.add("cleaned up");
                                    });
                            log.add("behind");
                            Greenlet.sleep(HubCase.FAR);
                            log.add("never");
                        }
                    });
            Greenlet.yield();
            long begin = hub.now();
            target.kill();
            hub.assertTook(hub.units(2), begin);
            Killed.assertKilled(target);
            assertEquals(List.of("cleaned up", "behind"), log);
        });
    }

    @Test
    void k29_a_kill_that_comes_meanwhile_waits_too() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        Greenlet.shielded(
                                HubCase.FAR,
                                () -> {
                                    Greenlet.sleep(hub.unit());
                                    log.add("whole");
                                });
                        Greenlet.yield();
                        log.add("never");
                    });
            Greenlet.yield();
            target.kill();
            Killed.assertKilled(target);
            assertEquals(List.of("whole"), log);
        });
    }

    @Test
    void k29_when_its_time_is_up_the_wait_that_is_under_way_is_cut_off() throws Exception {
        inHub(hub -> {
            long begin = hub.now(); // Before the shields, whose time begins in the first turn.
            var target =
                    Greenlet.spawn(() -> {
                        Greenlet.shielded(hub.unit(), () -> Greenlet.sleep(HubCase.FAR));
                    });
            var other =
                    Greenlet.spawn(() -> {
                        Greenlet.shielded(hub.unit(), ShieldCases::waitInJdk);
                    });
            Greenlet.yield();
            target.killNoWait();
            other.killNoWait();
            target.join();
            other.join();
            hub.assertTook(hub.unit(), begin);
            Killed.assertKilled(target);
            Killed.assertKilled(other);
        });
    }

    @Test
    void k29_a_shield_without_time_shields_nothing() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            assertThrows(
                    Timeout.class,
                    () ->
                            timeout.run(() ->
                                    Greenlet.shielded(
                                            Duration.ZERO, () -> Greenlet.sleep(HubCase.FAR))));
        });
    }

    @Test
    void k29_t28_a_limit_from_outside_is_held_back_and_one_from_inside_strikes() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var outer = Timeout.of(hub.unit());
            Throwable out =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    outer.run(() -> {
                                        Greenlet.shielded(
                                                HubCase.FAR,
                                                () -> {
                                                    Greenlet.sleep(hub.units(2));
                                                    log.add(sleepWithin(hub.unit()));
                                                    log.add(waitWithin(hub.unit()));
                                                });
                                        Greenlet.yield();
                                        log.add("never");
                                    }));
            assertSame(outer, out);
            assertEquals(List.of("late", "late"), log);
        });
    }

    private static String sleepWithin(Duration limit) {
        Body<String, RuntimeException> sleep =
                () -> {
                    Greenlet.sleep(HubCase.FAR);
                    return "slept";
                };
        return Timeout.callOr(limit, sleep, "late");
    }

    private static String waitWithin(Duration limit) throws InterruptedException {
        Body<String, InterruptedException> wait =
                () -> {
                    waitInJdk();
                    return "woke";
                };
        return Timeout.callOr(limit, wait, "late");
    }

    @Test
    void k29_none_outlasts_one_around_it() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var timeout = Timeout.of(Duration.ZERO);
            assertThrows(
                    Timeout.class,
                    () ->
                            timeout.run(() ->
                                    Greenlet.shielded(
                                            hub.unit(),
                                            () ->
                                                    Greenlet.shielded(
                                                            HubCase.FAR,
                                                            () -> Greenlet.sleep(HubCase.FAR)))));
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void k29_a_group_within_works_as_ever() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var out =
                    assertThrows(
                            IOException.class,
                            () ->
                                    Greenlet.shielded(
                                            HubCase.FAR,
                                            () -> new Group().run(() -> failingMember(failure))));
            assertSame(failure, out);
        });
    }

    private static void failingMember(IOException failure)
            throws InterruptedException, IOException {
        var group = new Group();
        group.call(() -> {
            group.spawn(() -> {
                throw failure;
            });
            waitInJdk();
            return null;
        });
    }

    @Test
    void k29_it_gives_the_result_or_the_failure_and_runs_anywhere() throws Exception {
        assertEquals("value", Greenlet.shielded(Duration.ZERO, () -> "value"));
        inHub(hub -> {
            assertEquals("value", Greenlet.shielded(hub.unit(), () -> "value"));
            var failure = new IOException("expected");
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () ->
                                    Greenlet.shielded(
                                            hub.unit(),
                                            () -> {
                                                throw failure;
                                            })));
            Greenlet.sleep(hub.units(2));
            assertFalse(Thread.currentThread().isInterrupted());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Greenlet.shielded(Duration.ofSeconds(-1), () -> "value"));
            assertThrows(
                    NullPointerException.class,
                    () -> Greenlet.shielded(hub.unit(), (Body<String, RuntimeException>) null));
        });
    }

    @Test
    void k29_a_kill_held_back_from_a_greenlet_that_then_returns_never_struck() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() ->
                            Greenlet.shielded(
                                    HubCase.FAR,
                                    () -> {
                                        Greenlet.sleep(hub.unit());
                                        return "whole";
                                    }));
            Greenlet.yield();
            target.killNoWait(new GreenletExit());
            assertEquals("whole", target.get());
        });
    }
}
