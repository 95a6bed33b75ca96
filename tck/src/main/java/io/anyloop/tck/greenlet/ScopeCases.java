package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.Tracking;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Code beside a greenlet that does not outlive it, and what a tree of greenlets shares.
public abstract class ScopeCases extends Cases {

    @Test
    void g16_leaving_with_success_waits_for_the_greenlet() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(hub.units(3)));
            long begin = hub.now();
            assertEquals("result", target.scope(() -> "result"));
            hub.assertTook(hub.units(3), begin);
            assertInstanceOf(Outcome.Returned.class, target.outcome());
        });
    }

    @Test
    void g17_leaving_by_an_exception_kills_it_with_that_at_once() throws Exception {
        inHub(hub -> {
            List<Throwable> seen = new ArrayList<>();
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            Greenlet.sleep(HubCase.FAR);
                        } catch (Throwable e) {
                            seen.add(e);
                            throw e;
                        }
                    });
            Greenlet.yield();
            var failure = new IOException("expected");
            long begin = hub.now();
            var thrown =
                    assertThrows(
                            IOException.class,
                            () ->
                                    target.scope(() -> {
                                        throw failure;
                                    }));
            assertSame(failure, thrown);
            hub.assertTook(Duration.ZERO, begin);
            assertEquals(List.of(failure), seen);
            assertTrue(target.hasEnded());
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void g17_one_that_has_not_begun_never_runs() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var target = Greenlet.spawn(() -> log.add("ran"));
            var exit = new GreenletExit();
            assertThrows(
                    GreenletExit.class,
                    () ->
                            target.scope(() -> {
                                throw exit;
                            }));
            assertTrue(target.hasEnded());
            hub.settle();
            assertEquals(List.of(), log);
        });
    }

    @Test
    void g18_if_the_waiting_is_cut_off_the_greenlet_is_killed_all_the_same() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            var timeout = Timeout.of(hub.unit());
            long begin = hub.now();
            var e =
                    assertThrows(
                            Timeout.class, () -> timeout.call(() -> target.scope(() -> "done")));
            assertSame(timeout, e);
            hub.assertTook(hub.unit(), begin);
            assertTrue(target.hasEnded());
            var killed = assertInstanceOf(Outcome.Killed.class, target.outcome());
            assertSame(timeout, killed.exit().getCause());
        });
    }

    @Test
    void g18_killed_while_it_waits_both_end() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            var owner = Greenlet.spawn(() -> target.scope(() -> {}));
            Greenlet.yield();
            owner.kill();
            assertTrue(owner.hasEnded());
            assertTrue(target.hasEnded());
        });
    }

    @Test
    void g19_leaving_does_not_throw_what_the_greenlet_failed_with() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var target = Greenlet.spawn(Failing.with(failure));
            assertEquals(1, target.scope(() -> 1));
            assertSame(failure, assertThrows(IOException.class, target::get));
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void g19_a_greenlet_is_no_scope_of_its_own() throws Exception {
        inHub(hub ->
                assertThrows(
                        IllegalStateException.class, () -> Greenlet.current().scope(() -> {})));
    }

    @Test
    void g22_a_tree_of_greenlets_shares_a_map_and_two_trees_do_not() throws Exception {
        inHub(hub -> {
            assertNull(Greenlet.current().treeLocals(), "of the first greenlet");
            var one = Greenlet.spawn(ScopeCases::grandchild);
            var two = Greenlet.spawn(ScopeCases::grandchild);
            var lateChild = one.get();
            assertSame(one.treeLocals(), lateChild.treeLocals());
            assertNotNull(one.treeLocals());
            assertNotSame(one.treeLocals(), two.treeLocals());
            assertEquals("there", two.get().treeLocals().get("who"));
        });
    }

    /// A tree whose middle asks first.
    private static Greenlet<?> grandchild() {
        return Greenlet.<Greenlet<?>>spawn(
                        () -> {
                            var grandchild = Greenlet.spawn(() -> 1);
                            Greenlet.current().treeLocals().put("who", "there");
                            grandchild.join();
                            return grandchild;
                        })
                .get();
    }

    @Test
    void g22_one_that_a_plain_thread_spawns_begins_a_tree() throws Exception {
        besideHub(hub -> {
            var one = hub.hub().spawn(() -> Greenlet.current().treeLocals());
            var two = hub.hub().spawn(() -> Greenlet.current().treeLocals());
            assertSame(one.treeLocals(), one.get());
            assertNotSame(one.get(), two.get());
        });
    }

    @Test
    void g22_without_tracking_there_is_none() throws Exception {
        inHub(
                options -> options.tracking(Tracking.NONE),
                hub -> {
                    var target =
                            Greenlet.spawn(() ->
                                    Greenlet.spawn(() -> Greenlet.current().treeLocals()).get());
                    assertNull(target.get());
                    assertNull(target.treeLocals());
                });
    }
}
