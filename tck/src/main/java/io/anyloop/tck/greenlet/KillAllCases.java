package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Greenlets;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Stubborn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ending many at once.
public abstract class KillAllCases extends Cases {

    private static Greenlet<Void> sleeper() {
        return Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
    }

    @Test
    void k09_each_gets_an_exception_of_its_own() throws Exception {
        inHub(hub -> {
            var all = List.of(sleeper(), sleeper());
            Greenlet.yield();
            Greenlets.killAll(all, () -> new GreenletExit("own"));
            var one = assertInstanceOf(Outcome.Killed.class, all.get(0).outcome()).exit();
            var two = assertInstanceOf(Outcome.Killed.class, all.get(1).outcome()).exit();
            assertEquals("own", one.getMessage());
            assertNotSame(one, two);
        });
    }

    @Test
    void k09_if_no_exception_can_be_made_nobody_is_killed() throws Exception {
        inHub(hub -> {
            var all = List.of(sleeper(), sleeper());
            var made = new ArrayList<Throwable>();
            var failure = new IllegalStateException("expected");
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    Greenlets.killAllNoWait(
                                            all,
                                            () -> {
                                                if (!made.isEmpty()) {
                                                    throw failure;
                                                }
                                                made.add(new GreenletExit());
                                                return made.get(0);
                                            })));
            hub.settle();
            assertFalse(all.get(0).hasEnded());
            Greenlets.killAll(all);
        });
    }

    @Test
    void k19_those_that_have_not_begun_never_run_and_it_returns_when_all_have_ended()
            throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var slow =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } finally {
                            Greenlet.sleep(hub.units(2));
                            log.add("finally");
                        }
                    });
            Greenlet.yield();
            var fresh = Greenlet.spawn(() -> log.add("ran"));
            var unstarted = hub.hub().unstarted(() -> log.add("ran"));
            var later = hub.hub().spawnLater(HubCase.FAR, () -> log.add("ran"));
            long begin = hub.now();
            Greenlets.killAll(List.of(slow, fresh, unstarted, later, slow));
            hub.assertTook(hub.units(2), begin);
            hub.settle();
            assertEquals(List.of("finally"), log);
            assertTrue(unstarted.hasEnded() && fresh.hasEnded() && later.hasEnded());
        });
    }

    @Test
    void k19_many_at_once() throws Exception {
        inHub(hub -> {
            var all = IntStream.range(0, 1000).mapToObj(i -> sleeper()).toList();
            Greenlet.yield();
            Greenlets.killAll(all);
            assertTrue(all.stream().allMatch(Greenlet::hasEnded));
        });
    }

    @Test
    void k20_when_the_time_is_up_and_some_live_it_throws() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var stubborn = Stubborn.spawn();
            Greenlet.yield();
            var fresh = Greenlet.spawn(() -> log.add("ran"));
            long begin = hub.now();
            var e =
                    assertThrows(
                            TimeoutException.class,
                            () ->
                                    Greenlets.killAll(
                                            List.of(stubborn.greenlet(), fresh), hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertTrue(e.getMessage().contains(stubborn.greenlet().name()), e.getMessage());
            assertTrue(fresh.hasEnded());
            assertEquals(List.of(), log);
            assertEquals(1, stubborn.kills());
            stubborn.end();
        });
    }

    @Test
    void k20_in_time_it_is_quiet() throws Exception {
        inHub(hub -> {
            var all = List.of(sleeper(), sleeper());
            Greenlet.yield();
            long begin = hub.now();
            Greenlets.killAll(all, hub.units(20));
            hub.assertTook(Duration.ZERO, begin);
            Greenlets.killAll(all, Duration.ZERO);
            Greenlets.killAll(List.of(), Duration.ZERO);
        });
    }

    @Test
    void k21_without_waiting_they_end_a_little_later() throws Exception {
        inHub(hub -> {
            var all = List.of(sleeper(), sleeper());
            Greenlet.yield();
            Greenlets.killAllNoWait(all);
            assertFalse(all.get(0).hasEnded());
            hub.settle();
            assertTrue(all.stream().allMatch(Greenlet::hasEnded));
        });
    }

    @Test
    void k22_one_whose_end_fails_does_not_spare_the_others() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var failing =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } catch (GreenletExit e) {
                            throw failure;
                        }
                    });
            var other = sleeper();
            Greenlet.yield();
            Greenlets.killAll(List.of(failing, other));
            assertTrue(failing.hasEnded() && other.hasEnded());
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void k13_the_caller_comes_last() throws Exception {
        inHub(hub -> {
            var other = sleeper();
            var seen = new ArrayList<String>();
            var caller =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlets.killAll(List.of(Greenlet.current(), other));
                        } catch (GreenletExit e) {
                            seen.add("thrown");
                            throw e;
                        }
                    });
            caller.join();
            assertEquals(List.of("thrown"), seen);
            other.join();
        });
    }

    @Test
    void k21_from_elsewhere_and_on_several_hubs() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var here = hub.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            var there = other.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            Greenlets.killAll(List.of(here, there));
            assertTrue(here.hasEnded() && there.hasEnded());
        });
    }

    @Test
    void h13_on_the_loop_it_may_not_wait_and_kills_nobody_then() throws Exception {
        besideHub(hub -> {
            var target = hub.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            hub.onLoop(() ->
                    assertThrows(
                            BlockingInLoopException.class,
                            () -> Greenlets.killAll(List.of(target))));
            assertFalse(target.join(hub.time.quiet()));
            hub.onLoop(() -> Greenlets.killAllNoWait(List.of(target)));
            target.join();
        });
    }
}
