package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.Tracking;
import io.anyloop.function.Action;
import io.anyloop.function.Outcome;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.SwallowingDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Several limits and kills at once, those of groups, and what they tell. The rows of `docs/cut-off.md` that are about scopes.
public abstract class CutOffScopeCases extends Cases {

    private static void waitInJdk() throws InterruptedException {
        new LinkedBlockingQueue<>().take();
    }

    // ---------------------------------------------------------------- two at once

    @Test
    void t28_two_limits_at_once_come_each_to_its_own_scope() throws Exception {
        inHub(hub -> {
            var outer = Timeout.of(hub.units(2));
            var inner = Timeout.of(hub.unit());
            Throwable out =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    outer.run(() -> {
                                        Throwable in =
                                                assertThrows(
                                                        Timeout.class,
                                                        () ->
                                                                inner.run(() -> {
                                                                    hub.burn(hub.units(3));
                                                                    swallow();
                                                                    swallow();
                                                                }));
                                        assertSame(inner, in);
                                        swallow();
                                    }));
            assertSame(outer, out);
            Greenlet.sleep(hub.unit());
        });
    }

    private static void swallow() {
        assertThrows(InterruptedException.class, CutOffScopeCases::waitInJdk);
    }

    @Test
    void t28_an_outer_limit_that_comes_as_itself_passes_an_inner_one_that_has_struck()
            throws Exception {
        inHub(hub -> {
            var outer = Timeout.of(hub.units(2));
            var inner = Timeout.of(hub.unit());
            Throwable out =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    outer.run(() ->
                                            inner.run(() -> {
                                                swallow();
                                                assertThrows(Timeout.class, Greenlet::yield);
                                                Greenlet.sleep(HubCase.FAR);
                                            })));
            assertSame(outer, out);
        });
    }

    @Test
    void k27_t28_a_kill_while_a_timeout_is_due_comes_after_it() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() -> {
                        var timeout = Timeout.of(hub.unit());
                        Greenlet<?> self = Greenlet.current();
                        assertThrows(
                                Timeout.class,
                                () ->
                                        timeout.run(() -> {
                                            swallow();
                                            self.hub().post(self::killNoWait);
                                            swallow();
                                        }));
                        swallow();
                    });
            target.join();
            Killed.assertKilled(target);
        });
    }

    @Test
    void k27_t28_a_kill_that_is_wrapped_passes_a_limit_that_has_struck() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() ->
                            Timeout.callOr(
                                    hub.unit(),
                                    () -> {
                                        swallow();
                                        assertThrows(Timeout.class, Greenlet::yield);
                                        return SwallowingDriver.WRAPS.query(
                                                () -> Greenlet.sleep(HubCase.FAR));
                                    },
                                    "late"));
            Greenlet.sleep(hub.units(2));
            target.kill();
            Killed.assertKilled(target);
        });
    }

    @Test
    void k27_t28_a_limit_within_a_greenlet_that_was_killed_strikes_no_more() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() ->
                            Timeout.callOr(
                                    hub.unit(),
                                    () -> {
                                        swallow();
                                        Greenlet.sleep(HubCase.FAR);
                                        return "slept";
                                    },
                                    "late"));
            Greenlet.yield();
            target.kill();
            Killed.assertKilled(target);
        });
    }

    // ---------------------------------------------------------------- groups

    @Test
    void k27_a_member_that_fails_ends_a_body_that_swallows() throws Exception {
        inHub(hub -> {
            var group = new Group();
            var failure = new IOException("expected");
            var out =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.call(() -> {
                                        group.spawn(() -> {
                                            Greenlet.sleep(hub.unit());
                                            throw failure;
                                        });
                                        swallow();
                                        swallow();
                                        return "went on";
                                    }));
            assertSame(failure, out);
            Greenlet.yield();
        });
    }

    @Test
    void t26_a_limit_leaves_a_group_as_itself_and_ends_its_members() throws Exception {
        inHub(hub -> {
            var group = new Group();
            leavesAsItself(
                    hub,
                    () -> group.spawn(CutOffScopeCases::sleepLong),
                    (member, code) -> group.run(code));
            assertTrue(group.isEmpty());
        });
    }

    @Test
    void t26_a_limit_leaves_a_pool_as_itself_and_ends_its_members() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            leavesAsItself(
                    hub,
                    () -> pool.spawn(CutOffScopeCases::sleepLong),
                    (member, code) -> pool.run(code));
            assertTrue(pool.isEmpty());
        });
    }

    @Test
    void t26_a_limit_leaves_the_scope_of_a_greenlet_as_itself_and_ends_it() throws Exception {
        inHub(hub ->
                leavesAsItself(
                        hub,
                        () -> Greenlet.spawn(CutOffScopeCases::sleepLong),
                        (member, code) -> member.scope(code)));
    }

    private interface Scope {
        void run(Greenlet<?> member, Action<Exception> code) throws Exception;
    }

    private static void sleepLong() {
        Greenlet.sleep(HubCase.FAR);
    }

    /// Out of the scope already, not only out of the limit's own call.
    private static void leavesAsItself(HubCase hub, Supplier<Greenlet<?>> spawn, Scope scope) {
        var timeout = Timeout.of(hub.unit());
        var seen = new Throwable[1];
        Greenlet<?> member = spawn.get();
        Action<Exception> code = () -> SwallowingDriver.WRAPS.query(CutOffScopeCases::waitInJdk);
        assertSame(
                timeout,
                assertThrows(
                        Timeout.class,
                        () ->
                                timeout.run(() -> {
                                    seen[0] =
                                            assertThrows(
                                                    Throwable.class, () -> scope.run(member, code));
                                })));
        assertSame(timeout, seen[0]);
        assertTrue(member.hasEnded());
    }

    @Test
    void k27_members_that_swallow_end_with_their_group() throws Exception {
        inHub(hub -> {
            var group = new Group();
            for (var driver : SwallowingDriver.values()) {
                group.spawn(() -> driver.query(CutOffScopeCases::waitInJdk));
            }
            Greenlet.idle();
            group.kill();
            assertTrue(group.isEmpty());
        });
    }

    // ---------------------------------------------------------------- what they tell

    @Test
    void t29_a_timeout_tells_its_limit_where_it_was_started_and_what_it_cut_off() throws Exception {
        inHub(hub -> {
            var event = new Event();
            var timeout = Timeout.of(hub.unit());
            String plain = timeout.getMessage();
            assertThrows(Timeout.class, () -> startHere(timeout, () -> event.await()));
            String message = timeout.getMessage();
            assertTrue(message.startsWith(plain + ", started at "), message);
            assertTrue(message.contains("CutOffScopeCases.lambda$startHere"), message);
            assertTrue(message.contains(", cut off Event.await"), message);
            assertTrue(message.contains(" after "), message);
            timeout.cancel();
            timeout.start();
            assertEquals(plain, timeout.getMessage());
            timeout.cancel();
        });
    }

    private static void startHere(Timeout timeout, Blocking wait) throws Exception {
        Timeout.call(
                HubCase.FAR,
                () ->
                        timeout.call(() ->
                                Timeout.call(
                                        HubCase.FAR, () -> SwallowingDriver.WRAPS.query(wait))));
    }

    @Test
    void t29_it_tells_of_a_wait_of_the_jdk_too() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            assertThrows(Timeout.class, () -> startHere(timeout, CutOffScopeCases::waitInJdk));
            String message = timeout.getMessage();
            assertTrue(message.contains("CutOffScopeCases.lambda$startHere"), message);
            assertTrue(message.contains("LinkedBlockingQueue.take"), message);
        });
    }

    @Test
    void t29_where_a_block_was_started_is_known_to_a_hub_that_tracks_stacks() throws Exception {
        inHub(
                options -> options.tracking(Tracking.STACK),
                hub -> {
                    var timeout = startBlock(hub.unit());
                    assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR));
                    String message = timeout.getMessage();
                    assertTrue(message.contains("CutOffScopeCases.startBlock("), message);
                    timeout.close();
                });
    }

    private static Timeout startBlock(Duration limit) {
        return Timeout.after(limit);
    }

    @Test
    void t27_what_is_behind_a_failure_is_found() {
        var timeout = Timeout.of(Duration.ofSeconds(1));
        var other = new IOException("other");
        assertSame(timeout, Timeout.behind(timeout));
        assertSame(timeout, Timeout.behind(new IOException(new IllegalStateException(timeout))));
        var suppresses = new IOException("of a driver", new IOException("cause"));
        suppresses.getCause().addSuppressed(new IllegalStateException(timeout));
        assertSame(timeout, Timeout.behind(suppresses));
        assertNull(Timeout.behind(other));
        assertNull(Timeout.behind(null));
        other.addSuppressed(new IOException(other)); // a circle
        assertNull(Timeout.behind(other));
    }

    @Test
    void k28_a_kill_says_by_whom_and_why() throws Exception {
        inHub(hub -> {
            Greenlet.current().name("keeper");
            assertEquals("killed by keeper", exitOf(target -> target.kill()));
            assertEquals("killed by keeper: too slow", exitOf(target -> target.kill("too slow")));
            assertEquals(
                    "killed by keeper: too slow",
                    exitOf(target -> target.kill("too slow", HubCase.FAR)));
            assertEquals(
                    "killed by keeper: too slow",
                    exitOf(target -> {
                        target.killNoWait("too slow");
                        target.join();
                    }));
            var e =
                    assertThrows(
                            NullPointerException.class,
                            () -> Greenlet.current().kill((String) null));
            assertTrue(e.getMessage().contains("kill()"), e.getMessage());
        });
    }

    private interface Killer {
        void kill(Greenlet<?> target);
    }

    private static String exitOf(Killer killer) {
        var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
        Greenlet.yield();
        killer.kill(target);
        return assertInstanceOf(Outcome.Killed.class, target.outcome()).exit().getMessage();
    }
}
