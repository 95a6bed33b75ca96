package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.Stubborn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Ending a greenlet from outside.
public abstract class KillCases extends Cases {

    @Test
    void k01_killed_before_its_start_it_never_runs() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = hub.hub().unstarted(() -> log.add("ran"));
            target.link(ended -> log.add("link"));
            target.kill();
            target.start();
            target.startLater(hub.unit());
            Greenlet.sleep(hub.units(2));
            assertEquals(List.of("link"), log);
            Killed.assertKilled(target);
        });
    }

    @Test
    void k02_killed_before_its_first_step_it_never_runs() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> log.add("ran"));
            target.link(ended -> log.add("link"));
            target.killNoWait();
            assertTrue(target.hasEnded());
            hub.settle();
            assertEquals(List.of("link"), log);
            Killed.assertKilled(target);
        });
    }

    @Test
    void k03_killed_before_its_delay_is_over_it_never_runs_and_leaves_no_timer() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            long begin = hub.now();
            var target = hub.hub().spawnLater(HubCase.FAR, () -> log.add("ran"));
            Greenlet.yield();
            target.kill();
            Killed.assertKilled(target);
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
            assertEquals(List.of(), log);
        });
    }

    @Test
    void k04_killed_while_it_waits_the_exit_comes_out_of_the_wait() throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                            log.add("woke");
                        } catch (GreenletExit e) {
                            log.add(e);
                            throw e;
                        } finally {
                            log.add("finally");
                        }
                    });
            Greenlet.yield();
            var exit = new GreenletExit("enough");
            target.kill(exit);
            assertEquals(List.of(exit, "finally"), log);
            assertEquals(new Outcome.Killed<Void>(exit), target.outcome());
            Killed.assertKilled(target);
        });
    }

    @Test
    void k05_a_kill_returns_only_after_the_target_has_ended_also_when_its_finally_waits()
            throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } finally {
                            Greenlet.sleep(hub.units(2));
                            log.add("finally");
                        }
                    });
            Greenlet.yield();
            long begin = hub.now();
            target.kill();
            hub.assertTook(hub.units(2), begin);
            assertEquals(List.of("finally"), log);
            assertTrue(target.hasEnded());
        });
    }

    @Test
    void k06_a_kill_that_does_not_wait_takes_effect_when_the_killer_waits() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            target.killNoWait();
            assertFalse(target.hasEnded());
            hub.settle();
            assertTrue(target.hasEnded());
        });
    }

    @Test
    void k07_killing_one_that_has_ended_does_nothing_and_does_not_give_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> "value");
            target.join();
            var other = Greenlet.spawn(() -> log.add("other"));
            target.kill();
            target.kill(new IOException("unused"));
            target.kill(hub.unit());
            target.killNoWait();
            assertEquals(List.of(), log);
            assertEquals("value", target.get());
            other.join();
        });
    }

    @Test
    void k08_a_kill_with_ones_own_exception_makes_get_throw_it() throws Exception {
        inHub(hub -> {
            var unstarted = hub.hub().unstarted(() -> "value");
            var starting = Greenlet.spawn(() -> "value");
            assertKilledWith(unstarted, new IOException("expected"));
            assertKilledWith(starting, new IOException("expected"));
            var running = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.yield();
            var failure = new IOException("expected");
            assertKilledWith(running, failure);
            assertSame(failure, hub.takeReport());
        });
    }

    private static void assertKilledWith(Greenlet<?> target, Exception failure) {
        target.kill(failure);
        assertSame(failure, assertThrows(IOException.class, target::get));
        assertFalse(target.isSuccessful());
        assertSame(failure, assertInstanceOf(Outcome.Failed.class, target.outcome()).cause());
    }

    @Test
    void k10_a_target_may_catch_the_exit_and_live_on() throws Exception {
        inHub(hub -> {
            var target = Stubborn.spawn();
            Greenlet.yield();
            for (int i = 1; i <= 3; i++) {
                long begin = hub.now();
                target.greenlet().kill(hub.unit());
                hub.assertTook(hub.unit(), begin);
                assertEquals(i, target.kills());
                assertFalse(target.greenlet().hasEnded());
                assertEquals(0, target.greenlet().linkCount());
            }
            target.end();
        });
    }

    @Test
    void k11_a_target_that_catches_the_exit_and_returns_has_its_value() throws Exception {
        inHub(hub -> {
            Greenlet<String> target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                            return "woke";
                        } catch (GreenletExit e) {
                            return "caught";
                        }
                    });
            Greenlet.yield();
            target.kill();
            assertEquals("caught", target.get());
            assertTrue(target.isSuccessful());
        });
    }

    @Test
    void k12_a_kill_throws_nothing_at_the_killer() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } finally {
                            Failing.callback(failure).run();
                        }
                    });
            Greenlet.yield();
            target.kill();
            assertSame(failure, hub.takeReport());
            assertThrows(IllegalStateException.class, target::get);
        });
    }

    @Test
    void k13_killing_oneself_throws_here() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        Greenlet.current().kill();
                        log.add("went on");
                    });
            target.join();
            assertEquals(List.of(), log);
            Killed.assertKilled(target);
            var exit = new GreenletExit();
            var self = Greenlet.current();
            assertSame(exit, assertThrows(GreenletExit.class, () -> self.killNoWait(exit)));
        });
    }

    @Test
    void k14_a_kill_together_with_a_wakeup_is_not_lost() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var awaited = Greenlet.spawn(() -> Greenlet.sleep(hub.unit()));
            var target =
                    Greenlet.spawn(() -> {
                        awaited.join();
                        log.add("at the next wait at the latest");
                        Greenlet.sleep(HubCase.FAR);
                        log.add("woke");
                    });
            awaited.linkOnLoop(ended -> target.killNoWait());
            target.join();
            Killed.assertKilled(target);
            assertFalse(log.contains("woke"));
        });
    }

    @Test
    void k14_a_kill_of_one_that_has_just_been_woken_shows_at_its_next_wait() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() -> {
                        LockSupport.park();
                        Greenlet.sleep(HubCase.FAR);
                    });
            Greenlet.yield();
            LockSupport.unpark(target.thread());
            target.kill();
            Killed.assertKilled(target);
        });
    }
}
