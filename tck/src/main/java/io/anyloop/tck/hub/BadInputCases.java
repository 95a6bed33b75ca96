package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is refused, and that each refusal says what to do instead.
public abstract class BadInputCases extends Cases {
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    private static void assertRefused(
            Class<? extends Exception> type, String remedy, Blocking... calls) {
        for (int i = 0; i < calls.length; i++) {
            var e = assertThrows(type, calls[i]::run, "call " + i);
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains(remedy), "call %d says: %s".formatted(i, message));
        }
    }

    @Test
    void bi01_negative_durations_are_refused() throws Exception {
        inHub(hub -> {
            var greenlet = hub.hub().unstarted(() -> 1);
            assertRefused(
                    IllegalArgumentException.class,
                    "Use Duration.ZERO",
                    () -> hub.hub().spawnLater(NEGATIVE, () -> 1),
                    () -> greenlet.startLater(NEGATIVE),
                    () -> greenlet.join(NEGATIVE),
                    () -> greenlet.get(NEGATIVE),
                    () -> greenlet.kill(NEGATIVE),
                    () -> greenlet.kill(new Exception("unused"), NEGATIVE),
                    () -> Timeout.of(NEGATIVE),
                    () -> Timeout.after(NEGATIVE),
                    () -> Timeout.call(NEGATIVE, () -> 1),
                    () -> Timeout.callOr(NEGATIVE, () -> 1, 2),
                    () -> hub.hub().timer(() -> {}).start(NEGATIVE),
                    () -> Hub.builder().closeLimit(NEGATIVE));
            assertRefused(
                    IllegalArgumentException.class,
                    "more than zero",
                    () -> hub.hub().timer(() -> {}).repeat(Duration.ZERO),
                    () -> Hub.builder().turnBudget(Duration.ZERO),
                    () -> Hub.builder().stallLimit(Duration.ZERO),
                    () -> Hub.builder().stackSize(0));
            assertEquals(Greenlet.State.NEW, greenlet.state());
            assertEquals(0, greenlet.linkCount());
        });
    }

    @Test
    void bi01_durations_beyond_all_counting_are_for_ever() throws Exception {
        inHub(hub -> {
            var endless = Duration.ofSeconds(Long.MAX_VALUE);
            var sleeper = Greenlet.spawn(() -> Greenlet.sleep(endless));
            var delayed = hub.hub().spawnLater(endless, () -> 1);
            var limited = Greenlet.spawn(() -> Timeout.call(endless, () -> sleeper.get()));
            var parked = Greenlet.spawn(() -> Thread.sleep(endless));
            Greenlet.sleep(hub.unit());
            for (var greenlet : List.of(limited, sleeper, delayed, parked)) {
                assertFalse(greenlet.hasEnded());
                greenlet.kill();
            }
        });
    }

    @Test
    void bi02_null_tasks_are_refused() throws Exception {
        inHub(hub -> {
            Body<Object, RuntimeException> noBody = null;
            Action<RuntimeException> noAction = null;
            assertRefused(
                    NullPointerException.class,
                    "needs a body to run",
                    () -> hub.hub().spawn(noBody),
                    () -> hub.hub().spawn(noAction),
                    () -> hub.hub().spawnLater(Duration.ZERO, noBody),
                    () -> hub.hub().spawnLater(Duration.ZERO, noAction),
                    () -> hub.hub().unstarted(noBody),
                    () -> Greenlet.spawn(noBody),
                    () -> Greenlet.spawn(noAction),
                    () -> hub.hub().call(noBody),
                    () -> hub.hub().call(noAction),
                    () -> Hub.run(noBody),
                    () -> Hub.run(noAction));
            assertRefused(
                    NullPointerException.class,
                    "needs a callback",
                    () -> hub.hub().post(null),
                    () -> hub.hub().timer(null));
        });
    }

    @Test
    void bi03_a_closed_hub_refuses_everything_new() throws Exception {
        besideHub(hub -> {
            var timer = hub.hub().timer(() -> {});
            var unstarted = hub.hub().unstarted(() -> 1);
            hub.hub().close();
            assertRefused(
                    HubClosedException.class,
                    "Open another hub",
                    () -> hub.hub().spawn(() -> 1),
                    () -> hub.hub().spawnLater(Duration.ZERO, () -> 1),
                    () -> hub.hub().call(() -> 1),
                    () -> hub.hub().post(() -> {}),
                    () -> timer.start(Duration.ZERO),
                    () -> timer.repeat(hub.unit()),
                    unstarted::start,
                    () -> unstarted.startLater(Duration.ZERO));
            timer.cancel();
            assertTrue(hub.hub().isClosed());
            assertEquals(List.of(), hub.hub().dump().greenlets());
        });
    }

    @Test
    void bi04_a_call_that_needs_a_hub_says_so_where_there_is_none() throws Exception {
        assertRefused(
                NoHubException.class,
                "Hub.run(",
                () -> Greenlet.spawn(() -> 1),
                () -> Greenlet.spawn(() -> {}),
                Greenlet::current,
                Greenlet::idle,
                Hub::current,
                () -> Timeout.after(Duration.ZERO),
                () -> Timeout.call(Duration.ZERO, () -> 1));
        besideHub(hub ->
                hub.onLoop(() ->
                        assertRefused(
                                NoHubException.class,
                                "hub.spawn(",
                                Greenlet::current,
                                () -> Timeout.after(Duration.ZERO))));
    }

    @Test
    void bi04_a_sleep_where_there_is_no_hub_really_sleeps() {
        long begin = System.nanoTime();
        Greenlet.sleep(Duration.ofMillis(5));
        Greenlet.yield();
        assertTrue(System.nanoTime() - begin >= 5_000_000);
    }

    @Test
    void h13_bi05_a_call_that_waits_is_refused_in_a_callback_of_the_loop() throws Exception {
        besideHub(hub -> {
            List<Blocking> calls =
                    List.of(
                            Greenlet::yield,
                            () -> Greenlet.sleep(Duration.ZERO),
                            () -> hub.hub().call(() -> 1));
            var refused = new ArrayList<Throwable>();
            hub.onLoop(() -> calls.forEach(call -> refused.add(thrownBy(call))));
            for (Throwable refusal : refused) {
                assertInstanceOf(BlockingInLoopException.class, refusal);
                String message = refusal.getMessage();
                assertTrue(message.contains("put the code into a greenlet"), message);
                assertTrue(message.contains(hub.hub().name()), message);
            }
            assertEquals(calls.size(), refused.size());
        });
    }

    private static Throwable thrownBy(Blocking call) {
        try {
            call.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void bi05_calls_that_do_not_wait_are_fine_in_a_callback_of_the_loop() throws Exception {
        besideHub(hub -> {
            List<Greenlet<String>> spawned = new ArrayList<>();
            var ended = hub.hub().spawn(() -> "value");
            ended.join();
            hub.onLoop(() -> {
                spawned.add(hub.hub().spawn(() -> "value"));
                spawned.add(Greenlet.spawn(() -> "value"));
                spawned.add(hub.hub().spawnLater(Duration.ZERO, () -> "value"));
                assertSame(hub.hub(), Hub.current());
                assertEquals("value", ended.get());
                ended.join();
                hub.hub().dump();
            });
            for (var greenlet : spawned) {
                assertEquals("value", greenlet.get());
            }
        });
    }

    @Test
    void bi06_close_from_inside_is_refused() throws Exception {
        besideHub(hub -> {
            Blocking close = hub.hub()::close;
            String remedy = "close the hub where it was opened";
            hub.hub().call(() -> assertRefused(IllegalStateException.class, remedy, close));
            hub.hub()
                    .call(() -> {
                        var thread =
                                Thread.startVirtualThread(() ->
                                        assertRefused(IllegalStateException.class, remedy, close));
                        thread.join();
                    });
            var failures = new ArrayList<Throwable>();
            hub.onLoop(() -> {
                try {
                    assertRefused(IllegalStateException.class, remedy, close);
                } catch (AssertionError e) {
                    failures.add(e);
                }
            });
            assertEquals(List.of(), failures);
            assertEquals("alive", hub.hub().call(() -> "alive"));
        });
    }

    @Test
    void bi07_call_from_inside_is_refused() throws Exception {
        inHub(hub ->
                assertRefused(
                        IllegalStateException.class,
                        "Greenlet.spawn(body).get()",
                        () -> hub.hub().call(() -> 1),
                        () -> hub.hub().call(() -> {})));
    }

    @Test
    void bi08_a_name_that_no_loop_has_is_refused_with_those_there_are() {
        assertRefused(
                IllegalArgumentException.class,
                "Correct the name, or add its module",
                () -> Hub.open("no-such-loop"),
                () -> Hub.builder().loop("no-such-loop"));
        assertRefused(
                IllegalArgumentException.class, "no-such-loop", () -> Hub.open("no-such-loop"));
    }

    @Test
    void bi09_a_timeout_that_throws_null_is_refused() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit()).throwing(() -> null);
            assertRefused(
                    NullPointerException.class,
                    "must not be null",
                    () -> timeout.run(() -> Greenlet.sleep(HubCase.FAR)));
        });
    }
}
