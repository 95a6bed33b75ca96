package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What happens when a greenlet has ended.
public abstract class LinkCases extends Cases {

    @Test
    void l01_links_run_in_order_and_each_once() throws Exception {
        for (int count : new int[] {2, 3, 4, 1_000}) {
            inHub(hub -> {
                List<Integer> log = new ArrayList<>();
                var target = Greenlet.spawn(() -> "value");
                for (int i = 0; i < count; i++) {
                    int number = i;
                    link(target, i % 2 == 0, ended -> log.add(number));
                }
                target.join();
                hub.settle();
                assertEquals(IntStream.range(0, count).boxed().toList(), log);
                assertEquals(0, target.linkCount());
            });
        }
    }

    private static <T> void link(
            Greenlet<T> target, boolean onLoop, Consumer<Greenlet<T>> callback) {
        if (onLoop) {
            target.linkOnLoop(callback);
        } else {
            target.link(callback);
        }
    }

    @Test
    void l02_a_link_that_comes_late_still_fires_but_not_within_the_call() throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> "value");
            target.join();
            target.link(log::add);
            target.linkOnLoop(log::add);
            target.linkValue(log::add);
            target.linkException(log::add);
            assertEquals(List.of(), log);
            hub.settle();
            assertEquals(List.of(target, target, target), log);
        });
    }

    @Test
    void l04_value_links_hear_of_success_only_and_exception_links_of_failure_only()
            throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            var good = Greenlet.spawn(() -> "value");
            Greenlet<Object> bad = Greenlet.spawn(Failing.with(new Exception("expected")));
            for (var target : List.of(good, bad)) {
                target.linkValue(ended -> log.add("value " + (ended == good)));
                target.linkException(ended -> log.add("exception " + (ended == bad)));
            }
            good.join();
            bad.join();
            hub.takeReport();
            assertEquals(List.of("value true", "exception true"), log);
            assertEquals(0, good.linkCount() + bad.linkCount());
        });
    }

    @Test
    void l05_a_kill_counts_as_success() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            target.linkValue(ended -> log.add("value"));
            target.linkException(ended -> log.add("exception"));
            Greenlet.yield();
            target.kill();
            hub.settle();
            assertEquals(List.of("value"), log);
        });
    }

    @Test
    void l06_a_link_that_fails_is_reported_and_the_others_run() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var failure = new IllegalStateException("expected");
            for (boolean onLoop : new boolean[] {true, false}) {
                var target = Greenlet.spawn(() -> "value");
                link(target, onLoop, ended -> log.add("before"));
                link(target, onLoop, Failing.listener(failure)::accept);
                link(target, onLoop, ended -> log.add("after"));
                target.join();
                assertSame(failure, hub.takeReport());
                hub.assertNoReport();
            }
            assertEquals(List.of("before", "after", "before", "after"), log);
        });
    }

    @Test
    void l07_a_link_that_an_earlier_one_takes_out_does_not_fire() throws Exception {
        for (boolean onLoop : new boolean[] {true, false}) {
            inHub(hub -> {
                List<String> log = new ArrayList<>();
                var target = Greenlet.spawn(() -> "value");
                List<Consumer<Greenlet<String>>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    int other = 1 - i;
                    both.add(ended -> {
                        log.add("ran");
                        ended.unlink(both.get(other));
                    });
                }
                link(target, onLoop, both.get(0));
                link(target, onLoop, both.get(1));
                target.join();
                hub.settle();
                assertEquals(List.of("ran"), log);
            });
        }
    }

    @Test
    void l08_taking_out_what_is_not_there_does_nothing() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            Consumer<Greenlet<String>> twice = ended -> log.add("twice");
            Consumer<Greenlet<String>> once = ended -> log.add("once");
            var target = Greenlet.spawn(() -> "value");
            target.unlink(once);
            assertEquals(0, target.linkCount());
            target.link(twice);
            target.link(once);
            target.link(twice);
            assertEquals(3, target.linkCount());
            target.unlink(ended -> log.add("unknown"));
            assertEquals(3, target.linkCount());
            target.unlink(twice);
            assertEquals(2, target.linkCount());
            target.join();
            hub.settle();
            assertEquals(List.of("once", "twice"), log);
            target.unlink(once);
        });
    }

    @Test
    void l09_a_link_on_the_loop_runs_there_and_must_not_wait() throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> "value");
            target.linkOnLoop(ended -> log.add(Thread.currentThread().isVirtual()));
            target.linkOnLoop(ended -> log.add(Thread.currentThread().getName()));
            target.linkOnLoop(ended -> Greenlet.sleep(hub.unit()));
            target.linkOnLoop(ended -> log.add("after"));
            target.join();
            var refusal = assertInstanceOf(BlockingInLoopException.class, hub.takeReport());
            assertTrue(refusal.getMessage().contains("sleep"), refusal.getMessage());
            assertEquals(List.of(false, HubCase.carrier(), "after"), log);
        });
    }

    @Test
    void l10_a_link_has_a_greenlet_of_its_own_and_may_wait() throws Exception {
        inHub(hub -> {
            var queue = new SynchronousQueue<Object>();
            var target = Greenlet.spawn(() -> Greenlet.current());
            target.link(ended -> {
                Greenlet.sleep(hub.unit());
                handOver(queue, Greenlet.current());
            });
            target.link(ended -> handOver(queue, "second"));
            assertEquals("second", queue.take());
            assertNotSame(target.get(), assertInstanceOf(Greenlet.class, queue.take()));
            hub.settle();
        });
    }

    private static void handOver(SynchronousQueue<Object> queue, Object what) {
        try {
            queue.put(what);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void l11_unlink_all_takes_out_all_but_those_who_join() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(10)));
            var joiner = Greenlet.spawn(() -> target.join());
            target.link(ended -> log.add("link"));
            target.linkOnLoop(ended -> log.add("on loop"));
            Greenlet.yield();
            assertEquals(3, target.linkCount());
            target.unlinkAll();
            assertEquals(1, target.linkCount());
            joiner.join();
            hub.settle();
            assertEquals(List.of(), log);
        });
    }

    @Test
    void l12_null_is_refused() throws Exception {
        inHub(hub -> {
            var target = hub.hub().unstarted(() -> 1);
            assertThrows(NullPointerException.class, () -> target.link(null));
            assertThrows(NullPointerException.class, () -> target.linkValue(null));
            assertThrows(NullPointerException.class, () -> target.linkException(null));
            assertThrows(NullPointerException.class, () -> target.linkOnLoop(null));
            assertThrows(NullPointerException.class, () -> target.unlink(null));
            assertEquals(0, target.linkCount());
            assertFalse(target.hasEnded());
        });
    }
}
