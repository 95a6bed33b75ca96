package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.Barrier;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Barriers: parties that wait for each other.
public abstract class BarrierCases extends Cases {

    private static List<Greenlet<Integer>> coming(Barrier barrier, int count) {
        List<Greenlet<Integer>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Greenlet.spawn(() -> barrier.await()));
        }
        Greenlet.yield();
        return all;
    }

    private static void assertBroken(HubCase hub, List<Greenlet<Integer>> all) {
        for (var one : all) {
            assertThrows(BrokenBarrierException.class, one::get);
            assertSame(BrokenBarrierException.class, hub.takeReport().getClass());
        }
    }

    @Test
    void s22_all_pass_together_each_with_its_own_place_round_after_round() throws Exception {
        inHub(hub -> {
            var actions = new int[1];
            var barrier = new Barrier(5, () -> actions[0]++);
            for (int round = 1; round <= 3; round++) {
                var all = coming(barrier, 4);
                assertEquals(4, barrier.waiting());
                assertEquals(round - 1, actions[0]);
                assertEquals(4, barrier.await());
                for (int i = 0; i < 4; i++) {
                    assertEquals(i, all.get(i).get());
                }
                assertEquals(round, actions[0]);
            }
            assertFalse(barrier.isBroken());
            assertEquals(5, barrier.parties());
            assertEquals(0, new Barrier(1).await());
            assertThrows(IllegalArgumentException.class, () -> new Barrier(0));
        });
    }

    @Test
    void s22_nobody_goes_on_before_an_action_that_waits_has_ended() throws Exception {
        inHub(hub -> {
            var barrier = new Barrier(3, () -> Greenlet.sleep(hub.unit()));
            var all = coming(barrier, 2);
            long begin = hub.now();
            var last = Greenlet.spawn(() -> barrier.await());
            Greenlet.yield();
            hub.settle();
            // One who leaves now does not break what is complete.
            all.get(0).kill();
            assertFalse(all.get(1).hasEnded());
            assertEquals(1, all.get(1).get());
            assertEquals(2, last.get());
            hub.assertTook(hub.unit(), begin);
            assertFalse(barrier.isBroken());
        });
    }

    @Test
    void s22_abort_breaks_it_for_all_until_reset() throws Exception {
        inHub(hub -> {
            var barrier = new Barrier(3);
            var all = coming(barrier, 2);
            barrier.abort();
            assertTrue(barrier.isBroken());
            assertBroken(hub, all);
            var e = assertThrows(BrokenBarrierException.class, barrier::await);
            assertTrue(e.getMessage().contains("Call reset()"), e.getMessage());
            barrier.reset();
            assertFalse(barrier.isBroken());
            var again = coming(barrier, 2);
            assertEquals(2, barrier.await());
            again.forEach(Greenlet::join);
        });
    }

    @Test
    void s22_reset_breaks_the_round_for_those_who_wait_only() throws Exception {
        inHub(hub -> {
            var barrier = new Barrier(3);
            var all = coming(barrier, 2);
            barrier.reset();
            assertFalse(barrier.isBroken());
            assertBroken(hub, all);
            var again = coming(barrier, 2);
            assertEquals(2, barrier.await());
            assertEquals(0, again.get(0).get());
            assertEquals(1, again.get(1).get());
        });
    }

    @Test
    void s22_one_who_runs_out_of_time_breaks_it() throws Exception {
        inHub(hub -> {
            var barrier = new Barrier(3);
            var all = coming(barrier, 1);
            long begin = hub.now();
            assertThrows(TimeoutException.class, () -> barrier.await(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertTrue(barrier.isBroken());
            assertBroken(hub, all);
            assertEquals(0, barrier.waiting());
        });
    }

    @Test
    void s22_one_who_is_killed_breaks_it() throws Exception {
        inHub(hub -> {
            var barrier = new Barrier(3);
            var killed = coming(barrier, 1).getFirst();
            var all = coming(barrier, 1);
            killed.kill();
            Killed.assertKilled(killed);
            assertTrue(barrier.isBroken());
            assertBroken(hub, all);
        });
    }

    @Test
    void s22_an_action_that_fails_breaks_it_and_throws_at_the_last_to_come() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var barrier =
                    new Barrier(
                            3,
                            () -> {
                                throw failure;
                            });
            var all = coming(barrier, 2);
            assertSame(failure, assertThrows(IOException.class, barrier::await));
            assertTrue(barrier.isBroken());
            assertBroken(hub, all);
        });
    }

    @Test
    void s24_parties_of_two_hubs_and_plain_threads_pass_together() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var actions = new AtomicInteger();
            var barrier = new Barrier(3, actions::incrementAndGet);
            var first = hub.hub().spawn(() -> pass(barrier));
            var second = other.hub().spawn(() -> pass(barrier));
            pass(barrier);
            first.join();
            second.join();
            assertTrue(first.isSuccessful() && second.isSuccessful());
            assertEquals(1_000, actions.get());
        });
    }

    private static void pass(Barrier barrier) throws BrokenBarrierException {
        for (int i = 0; i < 1_000; i++) {
            barrier.await();
        }
    }
}
