package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Greenlets;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.Flag;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.waiting.Waitable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Waiting for several things at once: joinAll, Wait.
public abstract class WaitCases extends Cases {

    /// Ends after so many units.
    private static Greenlet<Integer> after(HubCase hub, int units) {
        return Greenlet.spawn(() -> {
            Greenlet.sleep(hub.units(units));
            return units;
        });
    }

    private static Greenlet<Object> failing(HubCase hub, int units, Exception failure) {
        return Greenlet.spawn(() -> {
            Greenlet.sleep(hub.units(units));
            throw failure;
        });
    }

    @Test
    void w01_join_all_lists_all_in_the_order_in_which_they_ended() throws Exception {
        inHub(hub -> {
            var late = after(hub, 9);
            var early = after(hub, 1);
            var middle = after(hub, 5);
            long begin = hub.now();
            assertEquals(
                    List.of(early, middle, late), Greenlets.joinAll(List.of(late, early, middle)));
            hub.assertTook(hub.units(9), begin);
            assertEquals(List.of(late, early), Greenlets.joinAll(List.of(late, early)));
            assertEquals(List.of(), Greenlets.joinAll(List.<Greenlet<?>>of()));
            assertEquals(0, late.linkCount());
        });
    }

    @Test
    void w01_join_all_of_many_that_end_at_once() throws Exception {
        inHub(hub -> {
            var all = IntStream.range(0, 1000).mapToObj(i -> Greenlet.spawn(() -> i)).toList();
            assertEquals(all, Greenlets.joinAll(all));
        });
    }

    @Test
    void w02_duplicates_count_once() throws Exception {
        inHub(hub -> {
            var one = after(hub, 1);
            var two = after(hub, 4);
            assertEquals(List.of(one, two), Greenlets.joinAll(List.of(one, two, one, one)));
            var three = after(hub, 1);
            var four = after(hub, 4);
            assertEquals(List.of(three, four), Greenlets.joinSome(List.of(three, three, four), 2));
        });
    }

    @Test
    void w03_a_count_is_enough() throws Exception {
        inHub(hub -> {
            var all = List.of(after(hub, 30), after(hub, 1), after(hub, 5));
            long begin = hub.now();
            assertEquals(List.of(all.get(1), all.get(2)), Greenlets.joinSome(all, 2));
            hub.assertTook(hub.units(5), begin);
            assertFalse(all.get(0).hasEnded());
            assertEquals(0, all.get(0).linkCount());
            assertEquals(3, Greenlets.joinSome(all, 30).size());
            assertThrows(IllegalArgumentException.class, () -> Greenlets.joinSome(all, 0));
        });
    }

    @Test
    void w04_raising_throws_the_failure_that_is_first_in_time() throws Exception {
        inHub(hub -> {
            var first = new IOException("first");
            var second = new IOException("second");
            var all =
                    List.<Greenlet<?>>of(
                            after(hub, 9), failing(hub, 5, second), failing(hub, 1, first));
            long begin = hub.now();
            assertSame(first, assertThrows(IOException.class, () -> Greenlets.joinAllRaising(all)));
            hub.assertTook(hub.unit(), begin);
            assertEquals(0, all.get(0).linkCount());
            assertSame(first, hub.takeReport());
            Greenlets.joinAll(all);
            assertSame(second, hub.takeReport());
        });
    }

    @Test
    void w05_raising_throws_at_once_what_has_failed_before() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var failed = Greenlet.spawn(Failing.with(failure));
            failed.join();
            assertSame(failure, hub.takeReport());
            var running = after(hub, 5);
            long begin = hub.now();
            var all = List.<Greenlet<?>>of(running, failed);
            assertSame(
                    failure, assertThrows(IOException.class, () -> Greenlets.joinAllRaising(all)));
            hub.assertTook(Duration.ZERO, begin);
            assertEquals(0, running.linkCount());
            running.join();
        });
    }

    @Test
    void w06_without_raising_failures_are_kept_and_count() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var failed = failing(hub, 1, failure);
            var all = List.<Greenlet<?>>of(after(hub, 5), failed);
            assertEquals(List.of(failed), Greenlets.joinSome(all, 1));
            assertSame(failure, assertThrows(IOException.class, failed::getNow));
            assertSame(failure, hub.takeReport());
            Greenlets.joinAll(all);
        });
    }

    @Test
    void w06_one_that_was_killed_has_not_failed() throws Exception {
        inHub(hub -> {
            var killed = after(hub, 9);
            killed.kill();
            assertEquals(List.of(killed), Greenlets.joinAllRaising(List.of(killed)));
        });
    }

    @Test
    void w07_when_the_time_is_up_those_are_listed_that_have_ended() throws Exception {
        inHub(hub -> {
            var all = List.of(after(hub, 60), after(hub, 1), after(hub, 3));
            long begin = hub.now();
            assertEquals(List.of(all.get(1), all.get(2)), Greenlets.joinAll(all, hub.units(30)));
            hub.assertTook(hub.units(30), begin);
            assertEquals(List.of(all.get(1)), Greenlets.joinSomeRaising(all, 1, hub.units(30)));
            assertEquals(0, all.get(0).linkCount());
            Greenlets.joinAll(all);
        });
    }

    @Test
    void w07_no_time_still_gives_a_turn() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> 1);
            assertEquals(List.of(target), Greenlets.joinAll(List.of(target), Duration.ZERO));
        });
    }

    @Test
    void w08_arrivals_come_in_the_order_in_which_they_are_ready() throws Exception {
        inHub(hub -> {
            var late = after(hub, 9);
            var early = after(hub, 1);
            var flag = new Flag();
            var raiser = hub.hub().spawnLater(hub.units(5), flag::raise);
            List<Waitable> seen = new ArrayList<>();
            try (var arrivals = Wait.inOrder(List.<Waitable>of(late, flag, early))) {
                for (var next : arrivals) {
                    seen.add(next);
                }
                assertThrows(NoSuchElementException.class, arrivals::next);
            }
            assertEquals(List.of(early, flag, late), seen);
            raiser.join();
        });
    }

    @Test
    void w08_arrivals_end_when_their_time_is_up() throws Exception {
        inHub(hub -> {
            var late = after(hub, 30);
            var early = after(hub, 1);
            long begin = hub.now();
            List<Greenlet<?>> seen = new ArrayList<>();
            Wait.inOrder(List.of(late, early), hub.units(10)).forEachRemaining(seen::add);
            assertEquals(List.of(early), seen);
            hub.assertTook(hub.units(10), begin);
            assertEquals(0, late.linkCount());
            late.kill();
        });
    }

    @Test
    void w09_one_who_waits_between_two_arrivals_loses_none() throws Exception {
        inHub(hub -> {
            var all = IntStream.range(1, 9).mapToObj(i -> after(hub, i)).toList();
            List<Greenlet<?>> seen = new ArrayList<>();
            for (var next : Wait.inOrder(all)) {
                seen.add(next);
                Greenlet.sleep(hub.units(3));
            }
            assertEquals(all, seen);
        });
    }

    @Test
    void w10_leaving_early_leaves_nothing_behind() throws Exception {
        inHub(hub -> {
            var early = after(hub, 1);
            var late = after(hub, 5);
            var flag = new Flag();
            try (var arrivals = Wait.inOrder(List.<Waitable>of(early, late, flag))) {
                assertSame(early, arrivals.next());
                assertEquals(1, flag.waiting());
            }
            assertEquals(0, flag.waiting());
            assertEquals(0, late.linkCount());
            late.join();
        });
    }

    @Test
    void w10_a_wait_that_is_killed_leaves_nothing_behind() throws Exception {
        inHub(hub -> {
            var target = after(hub, 9);
            var flag = new Flag();
            var waiter = Greenlet.spawn(() -> Wait.forAll(List.of(target, flag)));
            Greenlet.yield();
            assertEquals(1, target.linkCount());
            waiter.kill();
            assertEquals(0, target.linkCount());
            assertEquals(0, flag.waiting());
            target.kill();
        });
    }

    @Test
    void w11_things_of_many_kinds_and_hubs_can_be_mixed() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var there = other.hub().spawn(() -> "there");
            var result =
                    hub.hub()
                            .call(() -> {
                                var flag = new Flag();
                                var here = Greenlet.spawn(() -> flag.raise());
                                return Wait.forAll(List.<Waitable>of(there, flag, here)).size();
                            });
            assertEquals(3, result);
        });
    }

    @Test
    void w11_a_plain_thread_can_wait_too() throws Exception {
        besideHub(hub -> {
            var go = new Event();
            var slow = hub.hub().spawn(() -> go.await());
            var fast = hub.hub().spawn(() -> 1);
            assertEquals(List.of(fast), Greenlets.joinSome(List.of(slow, fast), 1));
            go.set();
            assertEquals(2, Greenlets.joinAll(List.of(slow, fast)).size());
        });
    }

    @Test
    void w12_what_is_ready_is_listed_at_once_again_and_again() throws Exception {
        inHub(hub -> {
            var flag = new Flag();
            flag.raise();
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("ran"));
            for (int i = 0; i < 3; i++) {
                assertEquals(List.of(flag), Wait.forAll(List.of(flag)));
                assertEquals(List.of(flag), Wait.forSome(List.of(flag, new Flag()), 1));
            }
            assertEquals(List.of(), log, "it gave way");
            other.join();
        });
    }

    @Test
    void w13_nothing_ready_in_time_is_an_empty_list() throws Exception {
        inHub(hub -> {
            var flag = new Flag();
            long begin = hub.now();
            assertEquals(List.of(), Wait.forAll(List.of(flag), hub.unit()));
            assertEquals(List.of(), Wait.forSome(List.of(flag), 1, hub.unit()));
            hub.assertTook(hub.units(2), begin);
            assertEquals(0, flag.waiting());
        });
    }

    @Test
    void w15_what_was_raised_and_lowered_before_is_not_reported() throws Exception {
        inHub(hub -> {
            var flag = new Flag();
            var first =
                    Greenlet.spawn(() -> {
                        Wait.forAll(List.of(flag));
                        flag.lower();
                    });
            Greenlet.yield();
            flag.raise();
            first.join();
            assertEquals(List.of(), Wait.forAll(List.of(flag), hub.unit()));
        });
    }

    @Test
    void w16_waiting_for_one_leaves_the_others_running() throws Exception {
        inHub(hub -> {
            var all = List.of(after(hub, 1), after(hub, 3));
            Wait.forSome(all, 1);
            assertEquals(3, all.get(1).get());
        });
    }

    @Test
    void j08_a_timeout_around_a_wait_for_several_comes_through() throws Exception {
        inHub(hub -> {
            var flag = new Flag();
            for (Blocking call :
                    List.<Blocking>of(
                            () -> Wait.forAll(List.of(flag)),
                            () -> Wait.forAll(List.of(flag), HubCase.FAR),
                            () -> Wait.inOrder(List.of(flag)).next())) {
                var timeout = Timeout.after(hub.unit());
                assertSame(timeout, assertThrows(Timeout.class, call::run));
                timeout.close();
            }
        });
    }

    @Test
    void j09_the_exception_of_ones_own_comes_out_of_a_wait_for_several() throws Exception {
        inHub(hub -> {
            var own = new GreenletExit("own");
            var flag = new Flag();
            var timeout = Timeout.of(hub.unit()).throwing(() -> own);
            assertSame(
                    own,
                    assertThrows(
                            GreenletExit.class,
                            () -> timeout.call(() -> Wait.forAll(List.of(flag)))));
            assertEquals(0, flag.waiting());
        });
    }

    @Test
    void h13_on_the_loop_only_what_need_not_wait_is_allowed() throws Exception {
        besideHub(hub -> {
            var ended = hub.hub().spawn(() -> 1);
            ended.join();
            var running = hub.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            var seen = new AtomicReference<Throwable>();
            var count = new AtomicReference<Integer>();
            hub.onLoop(() -> {
                count.set(Greenlets.joinAll(List.of(ended)).size());
                seen.set(
                        assertThrows(
                                BlockingInLoopException.class,
                                () -> Greenlets.joinAll(List.of(running))));
            });
            assertEquals(1, count.get());
            assertTrue(seen.get().getMessage().contains("joinAll"), seen.get().getMessage());
            hub.eventually("a link is left", () -> running.linkCount() == 0);
            running.kill();
        });
    }
}
