package io.anyloop.tck.everywait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What holds for every call that waits: each check here, for each line of the table in [Waits].
public abstract class EveryWaitCases extends WaitRowCases {
    private static final int STRAYS = 3;

    // ---------------------------------------------------------------- its own time

    @TestFactory
    Stream<DynamicTest> aw01_when_its_own_time_is_up_it_says_so() {
        return each(
                LIMITED,
                (hub, row, subject) -> {
                    requireItsTime(hub, row);
                    long begin = hub.now();
                    subject.awaitOwn(hub.unit());
                    hub.assertTook(hub.unit(), begin);
                });
    }

    private static void requireItsTime(HubCase hub, WaitRow<?> row) {
        HubCase.requires(
                !row.isOfTheJdk() || !hub.isVirtual(), "the time of this wait is not virtual");
    }

    @TestFactory
    Stream<DynamicTest> aw02_a_limit_of_zero_still_gives_the_others_a_turn() {
        return each(
                UNINTERRUPTIBLE.and(LIMITED),
                (hub, row, subject) -> {
                    var other = Greenlet.spawn(() -> "ran");
                    subject.awaitOwn(Duration.ZERO);
                    assertTrue(other.hasEnded(), "another one did not get a turn");
                });
    }

    // ---------------------------------------------------------------- a timeout around it

    @TestFactory
    Stream<DynamicTest> j09_the_very_timeout_around_it_is_thrown_or_its_own_exception() {
        return each(
                ANY,
                (hub, row, subject) -> {
                    long begin = hub.now();
                    var timeout = Timeout.of(hub.unit());
                    assertSame(
                            timeout,
                            assertThrows(
                                    Timeout.class,
                                    () -> timeout.call(() -> subject.await(HubCase.ENDLESS))));
                    hub.assertTook(hub.unit(), begin);
                    var instead = new IOException("expected");
                    var other = Timeout.of(Duration.ZERO).throwing(() -> instead);
                    assertSame(
                            instead,
                            assertThrows(
                                    IOException.class,
                                    () -> other.call(() -> subject.await(HubCase.ENDLESS))));
                });
    }

    @TestFactory
    Stream<DynamicTest> t19_j08_a_timeout_that_is_started_before_ends_it_and_comes_through() {
        return each(
                OURS,
                (hub, row, subject) -> {
                    long begin = hub.now();
                    try (var timeout = Timeout.after(hub.unit())) {
                        assertSame(
                                timeout,
                                assertThrows(Timeout.class, () -> subject.await(HubCase.ENDLESS)));
                    }
                    hub.assertTook(hub.unit(), begin);
                    if (row.hasLimit()) {
                        subject.awaitOwn(Duration.ZERO);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> t20_an_outer_timeout_is_not_taken_for_its_own_time() {
        return each(
                LIMITED,
                (hub, row, subject) -> {
                    assertOuter(hub, subject, hub.units(20));
                    if (hub.isVirtual() && !row.isOfTheJdk()) {
                        assertOuter(hub, subject, hub.unit()); // Both are due at once.
                    }
                });
    }

    private static void assertOuter(HubCase hub, WaitRow<?>.Subject subject, Duration limit) {
        long begin = hub.now();
        var outer = Timeout.of(hub.unit());
        assertSame(
                outer, assertThrows(Timeout.class, () -> outer.call(() -> subject.await(limit))));
        hub.assertTook(hub.unit(), begin);
    }

    @TestFactory
    Stream<DynamicTest> t20_an_outer_timeout_is_not_lost_when_its_own_time_is_up_first() {
        return each(
                LIMITED,
                (hub, row, subject) -> {
                    requireItsTime(hub, row);
                    long begin = hub.now();
                    var outer = Timeout.of(hub.units(2));
                    var own = new boolean[1];
                    assertSame(
                            outer,
                            assertThrows(
                                    Timeout.class,
                                    () ->
                                            outer.call(() -> {
                                                subject.awaitOwn(hub.unit());
                                                own[0] = true;
                                                Greenlet.sleep(HubCase.FAR);
                                                return null;
                                            })));
                    hub.assertTook(hub.units(2), begin);
                    // On a machine that paused for so long, both were due at once.
                    assertTrue(own[0] || !hub.isVirtual(), "its own time was not told");
                });
    }

    // ---------------------------------------------------------------- a kill

    @TestFactory
    Stream<DynamicTest> k04_killed_there_it_throws_there_and_leaves_the_rest_as_it_was() {
        return each(
                ANY,
                (hub, row, subject) -> {
                    var thrown = new ArrayList<Throwable>();
                    var waiter = Greenlet.spawn(() -> awaitNoting(subject, thrown));
                    Greenlet.yield();
                    var exit = new GreenletExit("enough");
                    waiter.kill(exit);
                    assertEquals(new Outcome.Killed<Void>(exit), waiter.outcome());
                    if (row.isOfTheJdk()) {
                        assertEquals(1, thrown.size(), "the wait was not ended");
                    } else {
                        assertEquals(List.of(exit), thrown);
                    }
                    subject.checkIntact();
                    assertCanBeEnded(row, subject);
                });
    }

    private static void awaitNoting(WaitRow<?>.Subject subject, ArrayList<Throwable> thrown)
            throws Throwable {
        try {
            subject.await(HubCase.ENDLESS);
        } catch (Throwable e) {
            thrown.add(e);
            throw e;
        }
    }

    /// Another one waits, and is woken as if nothing had been before.
    private static void assertCanBeEnded(WaitRow<?> row, WaitRow<?>.Subject subject)
            throws Throwable {
        if (!row.isEndable()) {
            subject.awaitOwn(Duration.ZERO);
            return;
        }
        var next = waiter(subject, HubCase.ENDLESS);
        Greenlet.yield();
        assertFalse(next.hasEnded(), "there was nothing to wait for");
        subject.end();
        assertTrue(next.get());
    }

    private static Greenlet<Boolean> waiter(WaitRow<?>.Subject subject, Duration limit) {
        return Greenlet.spawn(() -> subject.isEnded(limit));
    }

    @TestFactory
    Stream<DynamicTest> k15_k14_a_kill_together_with_what_ends_it_loses_nothing() {
        return each(
                OURS.and(ENDABLE),
                (hub, row, subject) -> {
                    assertOneGetsIt(
                            row,
                            subject,
                            first -> {
                                subject.end();
                                first.killNoWait();
                            });
                    var again = row.on(hub);
                    assertOneGetsIt(
                            row,
                            again,
                            first -> {
                                first.killNoWait();
                                again.end();
                            });
                    again.checkIntact();
                    again.putAway();
                });
    }

    private interface Ending {
        void of(Greenlet<?> first) throws Throwable;
    }

    /// Ends the wait of the first one in some way. Either it was woken, or what it did not take is
    /// there for a second one.
    private static void assertOneGetsIt(WaitRow<?> row, WaitRow<?>.Subject subject, Ending ending)
            throws Throwable {
        var first = waiter(subject, HubCase.ENDLESS);
        var second = row.isOneAtATime() ? null : waiter(subject, HubCase.ENDLESS);
        Greenlet.yield();
        ending.of(first);
        assertOneGotIt(subject, first, second);
    }

    private static void assertOneGotIt(
            WaitRow<?>.Subject subject, Greenlet<Boolean> first, Greenlet<Boolean> second) {
        first.join();
        boolean taken =
                first.outcome() instanceof Outcome.Returned<Boolean> returned && returned.value();
        var other = second == null && !taken ? waiter(subject, HubCase.ENDLESS) : second;
        if (taken && other != null) {
            other.kill();
        } else if (!taken) {
            assertTrue(other.get(), "lost with the one that went away");
        }
    }

    @TestFactory
    Stream<DynamicTest> t23_out_of_time_together_with_what_ends_it_loses_nothing() {
        return each(
                OURS.and(ENDABLE).and(LIMITED).and(WaitRow::tellsItsTime),
                (hub, row, subject) -> {
                    var first = waiter(subject, hub.unit());
                    var second = row.isOneAtATime() ? null : waiter(subject, HubCase.ENDLESS);
                    Greenlet.yield(); // Its time is up before this one's.
                    Greenlet.sleep(hub.unit());
                    subject.end();
                    assertOneGotIt(subject, first, second);

                    var again = row.on(hub);
                    var third = waiter(again, hub.unit());
                    var fourth = row.isOneAtATime() ? null : waiter(again, HubCase.ENDLESS);
                    Greenlet.sleep(hub.unit()); // This one's is up before.
                    again.end();
                    assertOneGotIt(again, third, fourth);
                    again.checkIntact();
                    again.putAway();
                });
    }

    // ---------------------------------------------------------------- what does not end it

    @TestFactory
    Stream<DynamicTest> j11_a_stray_unpark_or_interrupt_does_not_end_it() {
        return each(
                UNINTERRUPTIBLE,
                (hub, row, subject) -> {
                    var waiter =
                            Greenlet.spawn(() -> {
                                LockSupport.unpark(Thread.currentThread());
                                long begin = hub.now();
                                boolean ended =
                                        subject.isEnded(
                                                row.isEndable() ? HubCase.ENDLESS : hub.unit());
                                assertTrue(Thread.interrupted(), "the interrupt was lost");
                                if (!row.isEndable()) {
                                    hub.assertTook(hub.unit(), begin);
                                }
                                return ended;
                            });
                    Greenlet.yield();
                    for (int i = 0; i < STRAYS; i++) {
                        LockSupport.unpark(waiter.thread());
                        waiter.thread().interrupt();
                        Greenlet.yield();
                    }
                    if (row.isEndable()) {
                        assertFalse(waiter.hasEnded(), "a stray wake-up ended it");
                        subject.end();
                    }
                    assertEquals(row.isEndable() || !row.tellsItsTime(), waiter.get());
                });
    }

    // ---------------------------------------------------------------- on the loop

    @TestFactory
    Stream<DynamicTest> h13_bi05_on_the_loop_it_is_refused_and_harms_nobody() {
        return each(
                OURS,
                (hub, row, subject) -> {
                    var refused = new AtomicReference<Throwable>();
                    hub.hub().post(() -> refused.set(thrownBy(subject)));
                    Greenlet.idle();
                    assertNotNull(refused.get(), "it was not refused");
                    Class<?> expected =
                            row.isInGreenletsOnly()
                                    ? NoHubException.class
                                    : BlockingInLoopException.class;
                    assertInstanceOf(expected, refused.get());
                    assertCanBeEnded(row, subject);
                });
    }

    private static Throwable thrownBy(WaitRow<?>.Subject subject) {
        try {
            subject.await(HubCase.ENDLESS);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    // ---------------------------------------------------------------- in the dump

    @TestFactory
    Stream<DynamicTest> m08_the_dump_says_what_it_waits_on() {
        return each(
                OURS,
                (hub, row, subject) -> {
                    var waiter = waiter(subject, HubCase.FAR);
                    Greenlet.yield();
                    String what =
                            hub.hub().dump().greenlets().stream()
                                    .filter(one -> one.name().equals(waiter.name()))
                                    .findFirst()
                                    .orElseThrow()
                                    .waitsOn();
                    waiter.kill();
                    String[] words = row.name().split("[. ]");
                    assertTrue(
                            what.contains(words[0]) || what.contains(words[1]),
                            () -> row.name() + " is shown as " + what);
                });
    }
}
