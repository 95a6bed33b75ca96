package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Waiting for a greenlet and for its result.
public abstract class JoinCases extends Cases {

    @Test
    void j01_joining_one_that_has_ended_does_not_give_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var ended = Greenlet.spawn(() -> "value");
            ended.join();
            var other = Greenlet.spawn(() -> log.add("other"));
            ended.join();
            assertTrue(ended.join(HubCase.FAR));
            assertEquals("value", ended.get());
            assertEquals("value", ended.get(HubCase.FAR));
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void j02_a_join_that_runs_out_of_time_is_quiet_and_harms_nobody() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(20)));
            long begin = hub.now();
            assertFalse(target.join(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            hub.assertNotBefore(hub.units(20), begin, target::hasEnded);
            assertEquals(0, target.linkCount());
            assertTrue(target.join(HubCase.FAR));
            hub.assertTook(hub.units(20), begin);
        });
    }

    @Test
    void j03_a_join_of_no_time_lets_the_target_take_its_first_step() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        log.add("first step");
                        Greenlet.sleep(HubCase.FAR);
                    });
            assertFalse(target.join(Duration.ZERO));
            assertEquals(List.of("first step"), log);
            target.kill();
        });
    }

    @Test
    void j03_a_join_of_no_time_sees_a_target_that_ends_in_its_first_step() throws Exception {
        inHub(hub -> assertTrue(Greenlet.spawn(() -> 1).join(Duration.ZERO)));
    }

    @Test
    void j04_get_gives_the_value_again_and_again() throws Exception {
        inHub(hub -> {
            var value = new Object();
            Greenlet<Object> target = Greenlet.spawn(() -> value);
            for (int i = 0; i < 3; i++) {
                assertSame(value, target.get());
                assertSame(value, target.get(hub.unit()));
                assertSame(value, target.getNow());
            }
        });
    }

    @Test
    void j05_get_throws_the_same_exception_to_everybody_each_time() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            Greenlet<Object> target = Greenlet.spawn(Failing.with(failure));
            List<Greenlet<Throwable>> getters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                getters.add(Greenlet.spawn(() -> caught(target)));
            }
            for (var getter : getters) {
                assertSame(failure, getter.get());
            }
            assertSame(failure, caught(target));
            assertSame(failure, assertThrows(IOException.class, target::getNow));
            assertSame(failure, hub.takeReport());
        });
    }

    private static Throwable caught(Greenlet<?> target) {
        try {
            return new AssertionError("no exception but " + target.<IOException>get());
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void j06_get_now_of_one_that_runs_throws_at_once_and_does_not_give_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> log.add("ran"));
            var e = assertThrows(TimeoutException.class, target::getNow);
            assertTrue(e.getMessage().contains(target.name()), e.getMessage());
            assertEquals(List.of(), log);
            target.join();
        });
    }

    @Test
    void j07_get_throws_when_its_time_is_up_and_leaves_no_link() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            for (int i = 0; i < 3; i++) {
                long begin = hub.now();
                var e = assertThrows(TimeoutException.class, () -> target.get(hub.unit()));
                hub.assertTook(hub.unit(), begin);
                assertTrue(e.getMessage().contains(target.name()), e.getMessage());
                assertEquals(0, target.linkCount());
            }
            target.kill();
        });
    }

    @Test
    void j07_a_time_that_is_not_up_leaves_nothing_behind() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var target = hub.hub().spawnLater(hub.unit(), () -> "value");
            assertEquals("value", target.get(HubCase.FAR));
            assertEquals(0, target.linkCount());
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.units(2), begin);
        });
    }

    @Test
    void j08_a_timeout_around_join_and_get_comes_through_unchanged() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            assertComesThrough(hub, target::join);
            assertComesThrough(hub, () -> target.join(HubCase.FAR));
            assertComesThrough(hub, target::get);
            assertComesThrough(hub, () -> target.get(HubCase.FAR));
            assertEquals(0, target.linkCount());
            target.kill();
        });
    }

    private static void assertComesThrough(HubCase hub, Blocking call) {
        long begin = hub.now();
        var timeout = Timeout.after(hub.unit());
        assertSame(timeout, assertThrows(Timeout.class, call::run));
        hub.assertTook(hub.unit(), begin);
        timeout.close();
    }

    @Test
    void j10_several_resume_in_the_order_in_which_they_joined() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(10)));
            List<Greenlet<?>> joiners = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                joiners.add(
                        Greenlet.spawn(() -> {
                            target.join();
                            log.add(number);
                        }));
            }
            joiners.forEach(Greenlet::join);
            assertEquals(IntStream.range(0, 100).boxed().toList(), log);
        });
    }

    @Test
    void j11_a_stray_unpark_does_not_end_a_wait() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(20)));
            var joiner = Greenlet.spawn(() -> target.join());
            Greenlet.yield();
            for (int i = 0; i < 10; i++) {
                LockSupport.unpark(joiner.thread());
                LockSupport.unpark(target.thread());
                Greenlet.yield();
            }
            assertFalse(joiner.hasEnded());
            assertFalse(target.hasEnded());
            joiner.join();
            assertTrue(target.hasEnded());
        });
    }

    @Test
    void j11_a_permit_left_over_does_not_shorten_a_wait() throws Exception {
        inHub(hub -> {
            LockSupport.unpark(Thread.currentThread());
            long begin = hub.now();
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void j11_an_interrupt_does_not_end_a_wait_and_is_kept() throws Exception {
        inHub(hub -> {
            var sleeper =
                    Greenlet.spawn(() -> {
                        long begin = hub.now();
                        Greenlet.sleep(hub.unit());
                        hub.assertTook(hub.unit(), begin);
                        boolean before = Thread.currentThread().isInterrupted();
                        Greenlet.sleep(hub.unit());
                        hub.assertTook(hub.units(2), begin);
                        return before && Thread.interrupted();
                    });
            Greenlet.yield();
            sleeper.thread().interrupt();
            assertTrue(sleeper.get(), "the interrupt was lost");
        });
    }

    @Test
    void j12_a_plain_thread_can_join_and_get() throws Exception {
        besideHub(hub -> {
            var target = hub.hub().spawn(() -> Greenlet.sleep(hub.unit()));
            target.join();
            assertTrue(target.hasEnded());
            assertEquals("value", hub.hub().spawn(() -> "value").get());
            assertEquals("value", hub.hub().spawn(() -> "value").get(HubCase.FAR));
            var failure = new IOException("expected");
            Greenlet<Object> failing = hub.hub().spawn(Failing.with(failure));
            assertSame(failure, caught(failing));
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void j12_a_plain_thread_that_runs_out_of_time_goes_on() throws Exception {
        besideHub(hub -> {
            var target = hub.hub().spawn(() -> LockSupport.park());
            var limit = hub.time.quiet();
            long begin = System.nanoTime();
            assertFalse(target.join(limit));
            assertThrows(TimeoutException.class, () -> target.get(limit));
            assertTrue(System.nanoTime() - begin >= 2 * limit.toNanos(), "too early");
            hub.eventually("a link is left behind", () -> target.linkCount() == 0);
            target.kill();
        });
    }

    @Test
    void j12_a_virtual_thread_of_the_jdk_can_join_and_get() throws Exception {
        besideHub(hub -> {
            var target = hub.hub().spawn(() -> "value");
            var result = new ArrayList<String>();
            var other = Thread.ofVirtual().start(() -> result.add(target.get()));
            other.join();
            assertEquals(List.of("value"), result);
        });
    }
}
