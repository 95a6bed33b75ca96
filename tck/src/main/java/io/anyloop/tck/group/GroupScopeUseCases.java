package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Wait;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.Flag;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where a group may be a scope, and for whom.
public abstract class GroupScopeUseCases extends Cases {

    @Test
    void p03_a_body_that_ends_with_its_member_gets_nothing_later() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            for (int i = 0; i < 6; i++) {
                var group = new Group();
                boolean spawnFirst = i % 2 == 0;
                assertThrows(
                        IOException.class,
                        () ->
                                group.run(() -> {
                                    group.spawn(
                                            GroupScopeCases.failing(
                                                    hub, spawnFirst ? 1 : 2, failure));
                                    Greenlet.sleep(hub.unit());
                                    if (!spawnFirst) {
                                        Greenlet.sleep(hub.unit());
                                    }
                                }));
                long begin = hub.now();
                Greenlet.sleep(hub.unit());
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    @Test
    void p03_calls_may_be_nested() throws Exception {
        inHub(hub -> {
            var outer = new Group();
            var inner = new Group();
            var failure = new IOException("expected");
            var seen = new ArrayList<Greenlet<?>>();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    outer.run(() -> {
                                        outer.spawn(GroupScopeCases.failing(hub, 1, failure));
                                        inner.run(() ->
                                                seen.add(
                                                        inner.spawn(() ->
                                                                GroupScopeCases.sleepLong())));
                                    }));
            assertSame(failure, e);
            assertEquals(0, e.getSuppressed().length);
            assertTrue(seen.get(0).hasEnded());
            assertTrue(inner.isEmpty());
        });
    }

    @Test
    void p03_a_member_cannot_call_in_its_own_group() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var member =
                    group.spawn(() ->
                            assertThrows(IllegalStateException.class, () -> group.run(() -> {})));
            assertTrue(member.get().getMessage().contains("its own end"));
        });
    }

    @Test
    void p03_a_plain_thread_can_call() throws Exception {
        besideHub(hub -> {
            var group = new Group(hub.hub());
            var failure = new IOException("expected");
            var siblings = new ArrayList<Greenlet<?>>();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        siblings.add(
                                                group.spawn(() -> Greenlet.sleep(HubCase.ENDLESS)));
                                        group.spawn(Failing.with(failure));
                                    }));
            assertSame(failure, e);
            assertTrue(siblings.get(0).hasEnded());
            assertEquals(5, group.<Integer, RuntimeException>call(() -> 5));
        });
    }

    @Test
    void p03_a_member_on_another_hub_belongs_to_it() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var failure = new IOException("expected");
            var here = new ArrayList<Greenlet<?>>();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    hub.hub()
                                            .call(() -> {
                                                var group = new Group(other.hub());
                                                group.run(() -> {
                                                    here.add(Greenlet.spawn(() -> 1));
                                                    group.add(here.get(0));
                                                    group.spawn(Failing.with(failure));
                                                    Greenlet.sleep(HubCase.ENDLESS);
                                                });
                                            }));
            assertSame(failure, e);
        });
    }

    @Test
    void h14_a_deadlock_leaves_a_scope_that_cannot_end() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    hub.mayLeaveGreenlets();
                    var group = new Group(hub.hub());
                    assertThrows(
                            LoopExit.class,
                            () ->
                                    hub.hub()
                                            .call(() ->
                                                    group.run(() -> {
                                                        group.spawn(GroupScopeUseCases::neverEnd);
                                                        Greenlet.yield();
                                                        throw new IOException("expected");
                                                    })));
                });
    }

    private static void neverEnd() {
        while (true) {
            try {
                Wait.forAll(List.of(new Flag()));
            } catch (GreenletExit e) {
                if ("its hub was closed".equals(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    @Test
    void p24_a_pool_is_a_scope_too_and_ends_its_mappings() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var failure = new IOException("expected");
            long begin = hub.now();
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () ->
                                    pool.run(() -> {
                                        pool.imap(
                                                List.of(1, 2, 3, 4, 5, 6, 7),
                                                i -> {
                                                    GroupScopeCases.sleepLong();
                                                    return i;
                                                });
                                        Greenlet.sleep(hub.unit());
                                        throw failure;
                                    })));
            hub.assertTook(hub.unit(), begin);
            assertTrue(pool.isEmpty());
            assertEquals(2, pool.freeCount());
            pool.run(() -> pool.imap(List.of(1, 2, 3, 4, 5, 6, 7), i -> i, 2));
            assertTrue(pool.isEmpty());
            List<Integer> log = new ArrayList<>();
            pool.run(() -> {
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    pool.applyAsync(() -> {
                        Greenlet.sleep(hub.unit());
                        return log.add(number);
                    });
                }
            });
            assertEquals(List.of(0, 1, 2, 3, 4), log, "one that waited for a slot was left out");
        });
    }
}
