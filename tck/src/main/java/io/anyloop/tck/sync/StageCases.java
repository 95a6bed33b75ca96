package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.function.Outcome;
import io.anyloop.sync.Futures;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Waits for stages of the JDK's that somebody gives up.
public abstract class StageCases extends Cases {
    private static final int WAITS = 100;

    @Test
    void b06_a_stage_is_awaited_with_its_value_or_its_very_failure() throws Exception {
        inHub(hub -> {
            var future = new CompletableFuture<String>();
            var plain = Greenlet.spawn(() -> Futures.await(future));
            var minimal = Greenlet.spawn(() -> Futures.await(future.minimalCompletionStage()));
            var releasing = Greenlet.spawn(() -> Futures.await(future, value -> {}));
            Greenlet.yield();
            future.complete("value");
            assertEquals("value", plain.get());
            assertEquals("value", minimal.get());
            assertEquals("value", releasing.get());
            assertEquals("value", Futures.await(future));
            assertEquals("value", Futures.await(future, hub.unit()));
            assertEquals("value", Futures.await(future, hub.unit(), value -> {}));

            var failure = new IOException("expected");
            var failing = new CompletableFuture<String>();
            CompletionStage<String> dependent = failing.thenApply(value -> value);
            var waits = Greenlet.spawn(() -> failureOf(dependent));
            Greenlet.yield();
            failing.completeExceptionally(failure);
            assertSame(failure, waits.get());
            assertSame(failure, failureOf(failing));
            var cancelled = new CompletableFuture<String>();
            cancelled.cancel(true);
            assertThrows(CancellationException.class, () -> Futures.await(cancelled));
        });
    }

    private static IOException failureOf(CompletionStage<String> stage) {
        return assertThrows(IOException.class, () -> Futures.await(stage));
    }

    @Test
    void a14_who_gives_up_leaves_nothing_on_a_future_that_lives_on() throws Exception {
        inHub(hub -> {
            var future = new CompletableFuture<String>();
            var stays = Greenlet.spawn(() -> Futures.await(future));
            Greenlet.yield();
            int one = future.getNumberOfDependents();
            var nothing = Duration.ZERO;
            for (int i = 0; i < WAITS; i++) {
                assertThrows(TimeoutException.class, () -> Futures.await(future, nothing));
                assertEquals("late", Timeout.callOr(nothing, () -> Futures.await(future), "late"));
                var killed = Greenlet.spawn(() -> Futures.await(future));
                Greenlet.yield();
                killed.kill();
            }
            assertEquals(one, future.getNumberOfDependents(), "but for the one who stays");
            future.complete("value");
            assertEquals("value", stays.get());
        });
    }

    @Test
    void a14_a_hundred_at_once_may_give_up_in_any_order() throws Exception {
        inHub(hub -> {
            var future = new CompletableFuture<String>();
            List<Greenlet<String>> waits = new ArrayList<>();
            for (int i = 0; i < WAITS; i++) {
                waits.add(Greenlet.spawn(() -> Futures.await(future)));
            }
            Greenlet.yield();
            for (int i = 0; i < WAITS; i += 2) {
                waits.get(i).kill();
            }
            assertEquals(WAITS / 2, future.getNumberOfDependents());
            future.complete("value");
            for (int i = 1; i < WAITS; i += 2) {
                assertEquals("value", waits.get(i).get());
            }
        });
    }

    /// As wrappers do: another future does its work, and it is never complete itself.
    private static final class Wrapper extends CompletableFuture<String> {
        private final CompletableFuture<String> worker = new CompletableFuture<>();

        @Override
        public CompletableFuture<String> whenComplete(
                BiConsumer<? super String, ? super Throwable> action) {
            return worker.whenComplete(action);
        }

        @Override
        public boolean complete(String value) {
            return worker.complete(value);
        }
    }

    @Test
    void b06_a_future_that_has_another_one_do_its_work_is_awaited_too() throws Exception {
        inHub(hub -> {
            var wrapper = new Wrapper();
            assertThrows(TimeoutException.class, () -> Futures.await(wrapper, Duration.ZERO));
            var waits = Greenlet.spawn(() -> Futures.await(wrapper));
            Greenlet.yield();
            wrapper.complete("value");
            assertEquals("value", waits.get());
        });
    }

    @Test
    void a13_what_comes_too_late_is_given_back_once_and_what_was_taken_is_not() throws Exception {
        inHub(hub -> {
            var released = new CopyOnWriteArrayList<String>();
            var late = new CompletableFuture<String>();
            assertThrows(
                    TimeoutException.class,
                    () -> Futures.await(late, Duration.ZERO, released::add));
            assertEquals(List.of(), released);
            late.complete("late");
            assertEquals(List.of("late"), released);

            var taken = new CompletableFuture<String>();
            var takes = Greenlet.spawn(() -> Futures.await(taken, released::add));
            Greenlet.yield();
            taken.complete("taken");
            assertEquals("taken", takes.get());

            var failed = new CompletableFuture<String>();
            var killed = Greenlet.spawn(() -> Futures.await(failed, released::add));
            Greenlet.yield();
            killed.kill();
            failed.completeExceptionally(new IOException("expected"));
            assertEquals(List.of("late"), released);
        });
    }

    @Test
    void a13_what_comes_while_its_waiter_is_killed_is_given_back_or_taken() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < WAITS; i++) {
                var released = new CopyOnWriteArrayList<String>();
                var future = new CompletableFuture<String>();
                var waits = Greenlet.spawn(() -> Futures.await(future, released::add));
                Greenlet.yield();
                if (i % 2 == 0) {
                    future.complete("value");
                    waits.killNoWait();
                } else {
                    waits.killNoWait();
                    future.complete("value");
                }
                waits.join();
                boolean isTaken = waits.outcome() instanceof Outcome.Returned;
                assertEquals(isTaken ? List.of() : List.of("value"), released);
            }
        });
    }

    @Test
    void a13_it_is_given_back_or_taken_whatever_thread_it_comes_from() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    for (int i = 0; i < WAITS; i++) {
                        var released = new CopyOnWriteArrayList<String>();
                        var future = new CompletableFuture<String>();
                        var waits = Greenlet.spawn(() -> Futures.await(future, released::add));
                        Greenlet.yield();
                        var completes = new Thread(() -> future.complete("value"));
                        completes.start();
                        waits.kill();
                        completes.join();
                        boolean isTaken = waits.outcome() instanceof Outcome.Returned;
                        assertEquals(isTaken ? List.of() : List.of("value"), released);
                    }
                });
    }

    @Test
    void a13_a_failure_of_giving_back_hides_nothing() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var late = new CompletableFuture<String>();
            assertThrows(
                    TimeoutException.class,
                    () -> Futures.await(late, Duration.ZERO, value -> fail(failure)));
            late.complete("late");
            assertSame(failure, hub.takeReport());

            var limit = Timeout.of(hub.unit());
            var future = new CompletableFuture<String>();
            var thrown =
                    assertThrows(
                            Timeout.class,
                            () -> limit.call(() -> Futures.await(future, value -> fail(failure))));
            assertSame(limit, thrown);
            future.complete("late");
            assertSame(failure, hub.takeReport());
        });
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }
}
