package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.HubDump;
import io.anyloop.Tracking;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The hub itself: failures, deadlocks, closing, and what it tells of its greenlets.
public abstract class HubCases extends Cases {

    @Test
    void h10_a_callback_or_timer_that_fails_is_reported_and_the_hub_goes_on() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            hub.hub().post(Failing.callback(failure));
            assertSame(failure, hub.takeReport());
            long begin = hub.now();
            hub.hub().timer(Failing.callback(failure)).start(hub.unit());
            Greenlet.sleep(hub.units(2));
            hub.assertTook(hub.units(2), begin);
            assertSame(failure, hub.takeReport());
            hub.assertNoReport();
        });
    }

    @Test
    void h11_an_error_handler_that_fails_breaks_nothing_and_hides_nothing() throws Exception {
        List<Throwable> seen = new ArrayList<>();
        inHub(
                options ->
                        options.errorHandler(report -> {
                            seen.add(report.failure());
                            throw new IllegalArgumentException("of the handler");
                        }),
                hub -> {
                    var failure = new IllegalStateException("expected");
                    Greenlet<Object> failing = Greenlet.spawn(Failing.with(failure));
                    assertSame(failure, assertThrows(IllegalStateException.class, failing::get));
                    hub.settle();
                    assertEquals(List.of(failure), seen);
                    assertEquals("fine", Greenlet.spawn(() -> "fine").get());
                });
    }

    @Test
    void h11_an_error_handler_may_wait() throws Exception {
        List<Throwable> seen = new ArrayList<>();
        inHub(
                options ->
                        options.errorHandler(report -> {
                            Greenlet.yield();
                            seen.add(report.failure());
                        }),
                hub -> {
                    var failure = new IllegalStateException("expected");
                    hub.hub().post(Failing.callback(failure));
                    hub.settle();
                    assertEquals(List.of(failure), seen);
                });
    }

    @Test
    void h12_an_error_of_the_machine_reaches_who_waits_in_call_and_others_do_not()
            throws Exception {
        besideHub(hub -> {
            var fatal = new InternalError("expected");
            var e =
                    assertThrows(
                            InternalError.class,
                            () ->
                                    hub.hub()
                                            .call(() -> {
                                                spawnFailing(hub, fatal);
                                                Greenlet.sleep(HubCase.FAR);
                                            }));
            assertSame(fatal, e);
            assertSame(fatal, hub.takeReport());
        });
    }

    private static void spawnFailing(HubCase hub, Error fatal) {
        hub.hub().spawn(Failing.with(new Exception("ordinary"))).join();
        assertEquals("ordinary", hub.takeReport().getMessage());
        Greenlet.spawn(Failing.with(fatal));
    }

    @Test
    void h12_what_the_user_declares_fatal_reaches_who_waits_in_call() throws Exception {
        var fatal = new IllegalStateException("expected");
        besideHub(
                options -> options.fatal(failure -> failure == fatal),
                hub -> {
                    assertSame(
                            fatal,
                            assertThrows(
                                    IllegalStateException.class,
                                    () ->
                                            hub.hub()
                                                    .call(() -> {
                                                        fireSoon(hub, fatal);
                                                        Greenlet.sleep(HubCase.FAR);
                                                    })));
                    assertSame(fatal, hub.takeReport());
                });
    }

    private static void fireSoon(HubCase hub, RuntimeException failure) {
        hub.hub().timer(Failing.callback(failure)).start(hub.unit());
    }

    @Test
    void h14_m11_a_deadlock_in_a_closed_world_names_who_waits_for_what() throws Exception {
        besideHub(
                options -> options.closedWorld(true).name("stuck"),
                hub -> {
                    var e =
                            assertThrows(
                                    LoopExit.class,
                                    () ->
                                            hub.hub()
                                                    .call(() -> {
                                                        var self = Greenlet.current();
                                                        self.name("waits for itself");
                                                        self.join();
                                                    }));
                    for (String part : List.of("stuck", "waits for itself", "join", "1 greenlet")) {
                        assertTrue(e.getMessage().contains(part), e.getMessage());
                    }
                });
    }

    @Test
    void h15_there_is_no_deadlock_while_a_timer_or_a_wait_of_the_jdk_is_pending() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    hub.hub()
                            .call(() -> {
                                var target = hub.hub().unstarted(() -> "value");
                                hub.hub().timer(target::start).start(hub.unit());
                                assertEquals("value", target.get());
                                Greenlet.spawn(() -> hub.jdkSleep(hub.unit())).join();
                            });
                });
    }

    @Test
    void h17_after_a_deadlock_the_hub_still_works() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    for (int i = 0; i < 3; i++) {
                        assertThrows(
                                LoopExit.class,
                                () -> hub.hub().call(() -> Greenlet.current().join()));
                        assertEquals("value", hub.hub().call(() -> "value"));
                    }
                });
    }

    @Test
    void h31_a_closed_hub_is_refused_and_another_one_may_be_opened() throws Exception {
        besideHub(hub -> {
            assertFalse(hub.hub().isClosed());
            hub.hub().close();
            assertTrue(hub.hub().isClosed());
            var e = assertThrows(HubClosedException.class, () -> hub.hub().call(() -> "value"));
            assertTrue(e.getMessage().contains("Open another hub"), e.getMessage());
            assertEquals("value", hub.other().hub().call(() -> "value"));
        });
    }

    @Test
    void h32_closing_twice_is_closing_once() throws Exception {
        besideHub(hub -> {
            hub.hub().close();
            hub.hub().close();
        });
    }

    @Test
    void h32_all_who_close_at_once_wait_for_the_one_end() throws Exception {
        besideHub(hub -> {
            var cleaned = new AtomicBoolean();
            hub.hub().spawn(() -> parkAndCleanUp(cleaned));
            hub.awaitParked(1);
            var closing = new ArrayList<FutureTask<Boolean>>();
            for (int i = 0; i < 4; i++) {
                var task =
                        new FutureTask<>(() -> {
                            hub.hub().close();
                            return cleaned.get();
                        });
                closing.add(task);
                Thread.ofPlatform().daemon().start(task);
            }
            for (var task : closing) {
                assertTrue(task.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS));
            }
        });
    }

    @Test
    void h32_a_greenlet_of_another_hub_can_close_it_and_holds_up_nobody_there() throws Exception {
        besideHub(hub -> {
            var cleaned = new AtomicBoolean();
            var ran = new AtomicBoolean();
            var parked =
                    hub.hub()
                            .spawn(() -> {
                                try {
                                    Greenlet.current().join();
                                } finally {
                                    while (!ran.get()) { // So its hub has not ended before.
                                        Greenlet.yield();
                                    }
                                    cleaned.set(true);
                                }
                            });
            hub.awaitParked(1);
            var other = hub.other().hub();
            other.call(() -> {
                Greenlet.spawn(() -> ran.set(true));
                hub.hub().close();
                assertTrue(ran.get(), "its own hub stood still");
            });
            assertTrue(cleaned.get());
            Killed.assertKilled(parked);
            assertEquals("alive", other.call(() -> "alive"));
        });
    }

    @Test
    void h33_closing_kills_what_waits_and_never_starts_the_rest() throws Exception {
        besideHub(hub -> {
            List<String> log = new ArrayList<>();
            var cleaned = new AtomicBoolean();
            var parked = hub.hub().spawn(() -> parkAndCleanUp(cleaned));
            hub.awaitParked(1);
            var delayed = hub.hub().spawnLater(HubCase.ENDLESS, () -> log.add("ran"));
            var fresh = new ArrayList<Greenlet<?>>();
            closeBehindBlockade(
                    hub,
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            fresh.add(hub.hub().spawn(() -> log.add("ran")));
                        }
                    },
                    () -> {});
            assertEquals(List.of(), log);
            assertTrue(cleaned.get(), "finally did not run");
            Killed.assertKilled(parked);
            Killed.assertKilled(delayed);
            fresh.forEach(HubCases::assertNeverRan);
        });
    }

    private static void parkAndCleanUp(AtomicBoolean cleaned) {
        try {
            LockSupport.park();
            Greenlet.current().join();
        } finally {
            Greenlet.sleep(Duration.ofMillis(10)); // less than the close limit, in any time
            cleaned.set(true);
        }
    }

    /// Closes the hub on another thread, while a callback holds it up.
    private static void closeBehindBlockade(HubCase hub, Runnable before, Runnable meanwhile)
            throws InterruptedException {
        var blocked = new CountDownLatch(1);
        try {
            var holds = hub.hub().post(() -> awaitOnLoop(blocked));
            hub.eventually("the callback does not run", () -> !holds.isPending());
            before.run();
            var closer = Thread.ofPlatform().daemon().start(hub.hub()::close);
            hub.eventually(
                    "the closer does not wait",
                    () -> closer.getState() == Thread.State.TIMED_WAITING);
            meanwhile.run();
            blocked.countDown();
            closer.join();
        } finally {
            blocked.countDown();
        }
    }

    private static void awaitOnLoop(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void h33_what_is_spawned_while_the_hub_begins_to_close_is_refused_or_never_runs()
            throws Exception {
        besideHub(hub -> {
            List<String> log = new ArrayList<>();
            List<Greenlet<?>> late = new ArrayList<>();
            closeBehindBlockade(
                    hub,
                    () -> {},
                    () -> {
                        try {
                            late.add(hub.hub().spawn(() -> log.add("ran")));
                            late.add(hub.hub().spawnLater(hub.unit(), () -> log.add("ran")));
                        } catch (HubClosedException e) {
                            // Refused at once: better still.
                        }
                    });
            late.forEach(HubCases::assertNeverRan);
            assertEquals(List.of(), log);
        });
    }

    private static void assertNeverRan(Greenlet<?> greenlet) {
        try {
            greenlet.get();
        } catch (HubClosedException | CancellationException e) {
            return;
        }
        throw new AssertionError("it ran: " + greenlet);
    }

    @Test
    void h33_a_call_that_the_closing_cuts_off_says_so() throws Exception {
        besideHub(hub -> {
            var closer =
                    Thread.ofPlatform()
                            .daemon()
                            .unstarted(() -> {
                                hub.awaitParked(1);
                                hub.hub().close();
                            });
            var e =
                    assertThrows(
                            HubClosedException.class,
                            () -> {
                                closer.start();
                                hub.hub().call(() -> Greenlet.current().join());
                            });
            assertTrue(e.getMessage().contains(hub.hub().name()), e.getMessage());
            closer.join();
        });
    }

    @Test
    void m08_a_dump_lists_every_greenlet_with_what_it_waits_on_since_when_and_from_where()
            throws Exception {
        inHub(
                options -> options.tracking(Tracking.STACK).name("dumped"),
                hub -> {
                    var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
                    target.name("sleeper");
                    var joiner = Greenlet.spawn(() -> target.join());
                    var parked = Greenlet.spawn(() -> Thread.sleep(HubCase.FAR));
                    var delayed = hub.hub().spawnLater(HubCase.FAR, () -> "late");
                    Greenlet.sleep(hub.unit());
                    var dump = hub.hub().dump();
                    assertEquals(5, dump.greenlets().size(), dump::toString);
                    assertWaits(dump, target, "sleep", hub.unit());
                    assertWaits(dump, joiner, "join of Greenlet[sleeper", hub.unit());
                    assertWaits(dump, parked, "TIMED_WAITING", Duration.ZERO);
                    assertWaits(dump, delayed, "delayed start", Duration.ZERO);
                    assertTrue(dump.toString().contains("dumped"), dump::toString);
                    var all = List.of(target, joiner, parked, delayed);
                    all.forEach(Greenlet::kill);
                });
    }

    private static void assertWaits(
            HubDump dump, Greenlet<?> greenlet, String what, Duration atLeast) {
        var entry =
                dump.greenlets().stream()
                        .filter(candidate -> candidate.id() == greenlet.id())
                        .findFirst()
                        .orElseThrow();
        assertEquals(greenlet.name(), entry.name());
        assertTrue(entry.waitsOn().contains(what), entry::toString);
        assertTrue(entry.since().compareTo(atLeast) >= 0, entry::toString);
        assertTrue(
                entry.spawnStack().getFirst().contains("HubCases"), () -> "" + entry.spawnStack());
    }
}
