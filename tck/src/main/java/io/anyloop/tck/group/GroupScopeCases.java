package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.group.Group;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A group as a scope that leaves nobody behind.
public abstract class GroupScopeCases extends Cases {

    static <X extends Throwable> Body<Object, X> failing(HubCase hub, int units, X failure) {
        return () -> {
            Greenlet.sleep(hub.units(units));
            throw failure;
        };
    }

    static void sleepLong() {
        Greenlet.sleep(HubCase.FAR);
    }

    @Test
    void p02_a_call_returns_its_result_when_all_members_have_ended() throws Exception {
        inHub(hub -> {
            var group = new Group();
            long begin = hub.now();
            int sum =
                    group.call(() -> {
                        var one = group.spawn(() -> 1);
                        var two = group.spawn(() -> 2);
                        group.spawn(() -> group.spawn(() -> Greenlet.sleep(hub.units(3))));
                        return one.get() + two.get();
                    });
            assertEquals(3, sum);
            hub.assertTook(hub.units(3), begin);
            assertTrue(group.isEmpty());
            group.run(() -> group.spawn(() -> 1));
        });
    }

    @Test
    void p03_when_a_member_fails_all_others_and_the_body_end_and_it_is_thrown() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var siblings = new ArrayList<Greenlet<?>>();
            List<String> log = new ArrayList<>();
            long begin = hub.now();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        siblings.add(group.spawn(() -> sleepLong()));
                                        group.spawn(failing(hub, 2, failure));
                                        try {
                                            sleepLong();
                                        } catch (GreenletExit exit) {
                                            siblings.add(group.spawn(() -> log.add("late")));
                                            throw exit;
                                        }
                                    }));
            assertSame(failure, e);
            assertEquals(0, e.getSuppressed().length);
            hub.assertTook(hub.units(2), begin);
            siblings.forEach(sibling -> assertInstanceOf(Outcome.Killed.class, sibling.outcome()));
            assertEquals(List.of(), log);
            assertTrue(group.isEmpty());
            hub.assertNoReport();
            begin = hub.now();
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void p03_while_the_body_has_returned_a_member_that_fails_ends_the_others() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            long begin = hub.now();
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.call(() -> {
                                        group.spawn(() -> sleepLong());
                                        return group.spawn(failing(hub, 2, failure));
                                    })));
            hub.assertTook(hub.units(2), begin);
        });
    }

    @Test
    void p03_the_first_failure_in_time_carries_the_others() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var first = new IOException("first");
            var second = new IllegalStateException("in finally");
            var third = new IllegalArgumentException("of the body");
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        group.spawn(() -> {
                                            try {
                                                sleepLong();
                                            } catch (GreenletExit exit) {
                                                Greenlet.sleep(hub.unit());
                                                throw second;
                                            }
                                        });
                                        group.spawn(failing(hub, 1, first));
                                        try {
                                            sleepLong();
                                        } catch (GreenletExit exit) {
                                            throw third;
                                        }
                                    }));
            assertSame(first, e);
            assertArrayEquals(new Throwable[] {third, second}, e.getSuppressed());
            hub.assertNoReport();
        });
    }

    @Test
    void p03_when_the_body_fails_the_members_end() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var later = new IllegalStateException("in finally");
            long begin = hub.now();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        group.spawn(() -> {
                                            try {
                                                sleepLong();
                                            } finally {
                                                throwIt(later);
                                            }
                                        });
                                        Greenlet.yield();
                                        throw failure;
                                    }));
            assertSame(failure, e);
            assertArrayEquals(new Throwable[] {later}, e.getSuppressed());
            hub.assertTook(Duration.ZERO, begin);
            assertTrue(group.isEmpty());
            hub.assertNoReport();
        });
    }

    private static void throwIt(RuntimeException failure) {
        throw failure;
    }

    @Test
    void p03_a_failure_that_the_body_sees_through_get_is_thrown_once() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var e =
                    assertThrows(
                            IOException.class,
                            () -> group.call(() -> group.spawn(failing(hub, 1, failure)).get()));
            assertSame(failure, e);
            assertEquals(0, e.getSuppressed().length);
        });
    }

    @Test
    void p03_one_that_was_killed_has_not_failed() throws Exception {
        inHub(hub -> {
            var group = new Group();
            assertEquals(
                    1,
                    group.call(() -> {
                        var one = group.spawn(() -> sleepLong());
                        Greenlet.yield();
                        one.kill();
                        return 1;
                    }));
        });
    }

    @Test
    void t01_when_a_timeout_expires_the_members_end_and_that_very_one_leaves() throws Exception {
        inHub(hub -> {
            for (boolean inBody : new boolean[] {true, false}) {
                var group = new Group();
                var timeout = Timeout.of(hub.unit());
                long begin = hub.now();
                var e =
                        assertThrows(
                                Timeout.class,
                                () ->
                                        timeout.run(() ->
                                                group.run(() -> {
                                                    group.spawn(() -> sleepLong());
                                                    if (inBody) {
                                                        sleepLong();
                                                    }
                                                })));
                assertSame(timeout, e);
                hub.assertTook(hub.unit(), begin);
                assertTrue(group.isEmpty());
            }
        });
    }

    @Test
    void t20_a_timeout_leaves_as_itself_also_when_a_member_has_failed_before() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var timeout = Timeout.of(hub.units(20));
            var e =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    timeout.run(() ->
                                            group.run(() -> {
                                                group.spawn(failing(hub, 1, failure));
                                                assertThrows(
                                                        GreenletExit.class,
                                                        GroupScopeCases::sleepLong);
                                                sleepLong();
                                            })));
            assertSame(timeout, e);
            assertArrayEquals(new Throwable[] {failure}, e.getSuppressed());
        });
    }

    @Test
    void p03_who_comes_when_a_member_has_failed_never_runs() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            List<String> log = new ArrayList<>();
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        group.spawn(() -> {
                                            try {
                                                sleepLong();
                                            } finally {
                                                Greenlet.sleep(hub.unit());
                                                group.spawn(() -> log.add("ran"));
                                                Greenlet.sleep(hub.unit());
                                            }
                                        });
                                        group.spawn(failing(hub, 1, failure));
                                    }));
            assertSame(failure, e);
            assertEquals(List.of(), log);
            group.run(() -> group.spawn(() -> log.add("alive")));
            assertEquals(List.of("alive"), log);
        });
    }

    @Test
    void k05_killing_the_owner_ends_the_members_first() throws Exception {
        inHub(hub -> {
            var group = new Group();
            List<String> log = new ArrayList<>();
            var owner =
                    Greenlet.spawn(() ->
                            group.run(() ->
                                    group.spawn(() -> {
                                        try {
                                            sleepLong();
                                        } finally {
                                            Greenlet.sleep(hub.units(2));
                                            log.add("member");
                                        }
                                    })));
            Greenlet.yield();
            Greenlet.yield();
            var exit = new GreenletExit("enough");
            long begin = hub.now();
            owner.kill(exit);
            hub.assertTook(hub.units(2), begin);
            assertEquals(List.of("member"), log);
            assertEquals(new Outcome.Killed<Void>(exit), owner.outcome());
        });
    }

    @Test
    void t20_a_timeout_that_expires_while_the_members_end_is_not_lost() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var outer = Timeout.of(hub.units(2));
            var inner = Timeout.of(hub.unit());
            long begin = hub.now();
            var e =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    outer.run(() -> {
                                        assertSame(
                                                inner,
                                                assertThrows(
                                                        Timeout.class,
                                                        () ->
                                                                inner.run(() ->
                                                                        slowEnd(hub, group))));
                                        assertTrue(group.isEmpty(), "somebody was left behind");
                                        hub.assertTook(hub.units(4), begin);
                                        sleepLong();
                                    }));
            assertSame(outer, e);
            hub.assertTook(hub.units(4), begin);
        });
    }

    /// A member whose end takes three units.
    private static void slowEnd(HubCase hub, Group group) {
        group.run(() ->
                group.spawn(() -> {
                    try {
                        sleepLong();
                    } finally {
                        Greenlet.sleep(hub.units(3));
                    }
                }));
    }

    @Test
    void k26_a_body_in_a_wait_of_the_jdk_is_cut_off_too() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.run(() -> {
                                        group.spawn(failing(hub, 1, failure));
                                        Thread.sleep(HubCase.FAR);
                                    }));
            assertSame(failure, e);
            assertInstanceOf(InterruptedException.class, e.getSuppressed()[0]);
            assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
            Greenlet.sleep(hub.unit());
        });
    }
}
