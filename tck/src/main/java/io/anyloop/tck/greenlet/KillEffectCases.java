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
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What a kill leaves alone, who hears of it, and how it reaches a wait of the JDK.
public abstract class KillEffectCases extends Cases {

    @Test
    void k15_a_joiner_that_is_killed_leaves_no_link() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(10)));
            var killed = Greenlet.spawn(() -> target.join());
            var stays =
                    Greenlet.spawn(() -> {
                        target.join();
                        log.add("joined");
                    });
            Greenlet.yield();
            assertEquals(2, target.linkCount());
            killed.kill();
            assertEquals(1, target.linkCount());
            stays.join();
            assertEquals(List.of("joined"), log);
        });
    }

    @Test
    void k16_the_exit_is_not_eaten_by_catch_exception() throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } catch (Exception e) {
                            log.add(e);
                        }
                    });
            Greenlet.yield();
            target.kill();
            assertEquals(List.of(), log);
            Killed.assertKilled(target);
        });
    }

    @Test
    void k17_an_exit_is_never_reported_and_a_failure_once() throws Exception {
        inHub(hub -> {
            var killed = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            Greenlet.spawn(
                            () -> {
                                throw new GreenletExit();
                            })
                    .join();
            killed.kill();
            hub.assertNoReport();
            var failure = new Exception("expected");
            Greenlet<Object> failed = Greenlet.spawn(Failing.with(failure));
            failed.join();
            assertThrows(Exception.class, failed::get);
            assertSame(failure, hub.takeReport());
            hub.assertNoReport();
        });
    }

    @Test
    void k24_a_kill_from_the_loop_ends_one_that_never_ran_and_its_links_fire() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = hub.hub().unstarted(() -> log.add("ran"));
            target.link(ended -> log.add("link"));
            target.linkOnLoop(ended -> log.add("on loop"));
            hub.hub().post(target::killNoWait);
            target.join();
            hub.settle();
            assertEquals(List.of("link", "on loop"), log);
            Killed.assertKilled(target);
        });
    }

    @Test
    void k25_killing_a_parent_does_not_kill_its_children() throws Exception {
        inHub(hub -> {
            var children = new ArrayList<Greenlet<String>>();
            var parent =
                    Greenlet.spawn(() -> {
                        children.add(Greenlet.spawn(() -> slowly(hub)));
                        Greenlet.sleep(HubCase.FAR);
                    });
            Greenlet.yield();
            parent.kill();
            assertEquals("done", children.getFirst().get());
        });
    }

    private static String slowly(HubCase hub) {
        Greenlet.sleep(hub.unit());
        return "done";
    }

    @TestFactory
    Stream<DynamicTest> k26_a_kill_ends_each_wait_of_the_jdk() {
        return Blocking.ofTheJdk().stream()
                .map(named ->
                        DynamicTest.dynamicTest(
                                named.name(), () -> inHub(hub -> killIn(named.call()))));
    }

    /// The body sees an interrupt; then its next wait throws.
    private static void killIn(Blocking call) {
        List<Object> seen = new ArrayList<>();
        var target =
                Greenlet.spawn(() -> {
                    try {
                        call.run();
                    } catch (InterruptedException e) {
                        seen.add("interrupted");
                    }
                    assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
                    try {
                        Greenlet.sleep(HubCase.FAR);
                    } finally {
                        seen.add(Thread.currentThread().isInterrupted());
                    }
                });
        Greenlet.yield();
        var exit = new GreenletExit();
        target.kill(exit);
        assertEquals(List.of("interrupted", false), seen);
        assertSame(exit, assertInstanceOf(Outcome.Killed.class, target.outcome()).exit());
    }

    @Test
    void k26_a_body_that_answers_the_interrupt_by_failing_counts_as_killed() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Thread.sleep(HubCase.FAR));
            Greenlet.yield();
            target.kill();
            Killed.assertKilled(target);
        });
    }

    @Test
    void k26_a_kill_ends_a_socket_that_waits() throws Exception {
        inHub(hub -> {
            try (var server = new ServerSocket(0)) {
                var target = Greenlet.spawn(server::accept);
                Greenlet.yield();
                target.kill();
                Killed.assertKilled(target);
            }
        });
    }

    @Test
    void k26_a_lock_that_cannot_be_interrupted_is_left_when_it_is_had() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var lock = new ReentrantLock();
            lock.lock();
            var target =
                    Greenlet.spawn(() -> {
                        lock.lock();
                        try {
                            log.add("locked");
                            Greenlet.sleep(HubCase.FAR);
                        } finally {
                            log.add("flag " + Thread.currentThread().isInterrupted());
                            lock.unlock();
                        }
                    });
            Greenlet.yield();
            target.kill(hub.unit());
            assertEquals(List.of(), log);
            lock.unlock();
            target.join();
            assertEquals(List.of("locked", "flag false"), log);
            Killed.assertKilled(target);
            assertTrue(lock.tryLock());
        });
    }
}
