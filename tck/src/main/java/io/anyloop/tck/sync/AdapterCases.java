package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.AsyncResult;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

/// Results from and to what other libraries have.
public abstract class AdapterCases extends Cases {

    @Test
    void b06_a_stage_becomes_a_result_with_the_failure_itself() throws Exception {
        besideHub(hub -> {
            var future = new CompletableFuture<String>();
            AsyncResult<String> direct = AsyncResult.from(future);
            CompletionStage<String> dependent = future.thenApply(value -> value);
            AsyncResult<String> stage = AsyncResult.from(dependent);
            var gets = hub.hub().spawn(() -> stage.get());
            hub.eventually("nobody waits", () -> stage.waiting() == 1);
            future.complete("value");
            assertEquals("value", gets.get());
            assertEquals("value", direct.get());
            var failing = new CompletableFuture<String>();
            AsyncResult<String> unwrapped =
                    AsyncResult.from((Future<String>) failing.thenApply(value -> value));
            var failure = new IOException("expected");
            failing.completeExceptionally(failure);
            assertSame(failure, AsyncResultCases.failureOf(unwrapped));
            failing.cancel(true);
            var cancelled = new CompletableFuture<String>();
            cancelled.cancel(true);
            assertThrows(CancellationException.class, AsyncResult.from(cancelled)::get);
        });
    }

    @Test
    void b06_nothing_is_left_on_a_future_by_those_who_give_up() throws Exception {
        inHub(hub -> {
            var future = new CompletableFuture<String>();
            for (int i = 0; i < 50; i++) {
                assertFalse(AsyncResult.from(future).await(Duration.ZERO));
            }
            assertTrue(
                    future.getNumberOfDependents() <= 1,
                    () -> future.getNumberOfDependents() + " dependents");
            AsyncResult<String> kept = AsyncResult.from(future);
            var mine = AsyncResult.from(future);
            assertTrue(mine.set("mine"));
            var heard = new ArrayList<String>();
            AsyncResult.from(future).whenReady(() -> heard.add("closed")).close();
            AsyncResult.from(future).whenReady(() -> heard.add("heard"));
            assertFalse(kept.isReady());
            future.complete("value");
            assertFalse(kept.set("late"));
            assertEquals("value", kept.getNow());
            assertEquals("mine", mine.getNow());
            assertEquals("value", AsyncResult.from(future).getNow());
            assertEquals(List.of("heard"), heard);
        });
    }

    @Test
    void b06_one_thread_waits_for_a_plain_future_however_often_it_is_asked_for() throws Exception {
        besideHub(hub -> {
            var task = new FutureTask<>(() -> "value");
            var threads = new HashSet<Thread>();
            hub.hub()
                    .call(() -> {
                        for (int i = 0; i < 50; i++) {
                            assertFalse(AsyncResult.from(task).await(Duration.ZERO));
                        }
                    });
            Thread.getAllStackTraces()
                    .forEach((thread, stack) -> {
                        if (thread.getName().equals("anyloop-future")
                                && isIn(stack, "FutureTask")) {
                            threads.add(thread);
                        }
                    });
            assertTrue(threads.size() < 50, () -> threads.size() + " threads");
            var gets = hub.hub().spawn(() -> AsyncResult.from(task).get());
            task.run();
            assertEquals("value", gets.get());
        });
    }

    private static boolean isIn(StackTraceElement[] stack, String type) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().contains(type));
    }

    @Test
    void b06_a_plain_future_is_awaited_without_holding_up_the_hub() throws Exception {
        besideHub(hub -> {
            var done = new FutureTask<>(() -> "done");
            done.run();
            assertEquals("done", AsyncResult.from(done).getNow());
            var task = new FutureTask<>(() -> "value");
            var gets = hub.hub().spawn(() -> AsyncResult.from(task).get());
            hub.awaitParked(1);
            assertEquals("alive", hub.hub().call(() -> "alive"));
            task.run();
            assertEquals("value", gets.get());
            var failure = new IOException("expected");
            var failing = new FutureTask<>(() -> Failing.with(failure).call());
            var result = AsyncResult.from(failing);
            failing.run();
            assertSame(failure, AsyncResultCases.failureOf(result));
        });
    }

    @Test
    void b08_a_result_becomes_a_future() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            var before = result.toCompletableFuture();
            assertFalse(before.isDone());
            var cancelled = result.toCompletableFuture();
            cancelled.cancel(true);
            assertFalse(result.isReady());
            result.set("value");
            assertEquals("value", before.getNow("none"));
            assertEquals("value", result.toCompletableFuture().getNow("none"));
            var failure = new IOException("expected");
            var failed = new AsyncResult<String>();
            failed.fail(failure);
            var e = assertThrows(ExecutionException.class, failed.toCompletableFuture()::get);
            assertSame(failure, e.getCause());
            var killed = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            var ended = new AsyncResult<Void>();
            killed.link(ended);
            killed.kill();
            ended.await();
            assertTrue(ended.toCompletableFuture().isCancelled());
        });
    }

    @Test
    void b06_the_first_item_of_a_publisher_becomes_a_result() throws Exception {
        besideHub(hub -> {
            try (var publisher = new SubmissionPublisher<String>()) {
                AsyncResult<String> first = AsyncResult.first(publisher);
                var gets = hub.hub().spawn(() -> first.get());
                publisher.submit("first");
                publisher.submit("second");
                assertEquals("first", gets.get());
                hub.eventually("it goes on", () -> !publisher.hasSubscribers());
            }
            var failure = new IOException("expected");
            var failed =
                    AsyncResult.<String>first(ending(subscriber -> subscriber.onError(failure)));
            assertSame(failure, AsyncResultCases.failureOf(failed));
            var empty = AsyncResult.<String>first(ending(Flow.Subscriber::onComplete));
            assertInstanceOf(NoSuchElementException.class, empty.exception());
        });
    }

    @FunctionalInterface
    private interface End {
        void of(Flow.Subscriber<?> subscriber);
    }

    private static Flow.Publisher<String> ending(End end) {
        return subscriber -> {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            end.of(subscriber);
                        }

                        @Override
                        public void cancel() {
                            // Nothing goes on.
                        }
                    });
        };
    }

    // ---------------------------------------------------------------- as a publisher

    /// Notes what it is told, and asks for as many as it was made for.
    private static final class Noting implements Flow.Subscriber<String> {
        final List<Object> told = new ArrayList<>();
        private final long asks;
        Flow.Subscription subscription;

        Noting(long asks) {
            this.asks = asks;
        }

        static Noting of(AsyncResult<String> result, long asks) {
            var noting = new Noting(asks);
            result.toPublisher().subscribe(noting);
            return noting;
        }

        @Override
        public void onSubscribe(Flow.Subscription own) {
            subscription = own;
            if (asks != 0) {
                own.request(asks);
            }
            assertEquals(asks < 0 ? 1 : 0, told.size(), "told before it had its subscription");
        }

        @Override
        public void onNext(String item) {
            told.add(item);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            told.add(failure);
        }

        @Override
        public void onComplete() {
            told.add("end");
        }
    }

    @Test
    void b06_a_result_is_published_to_who_asks_and_once() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            var asks = Noting.of(result, 5);
            var waits = Noting.of(result, 0);
            var gone = Noting.of(result, 1);
            gone.subscription.cancel();
            assertEquals(List.of(), asks.told);
            result.set("value");
            assertEquals(List.of("value", "end"), asks.told);
            assertEquals(List.of(), waits.told);
            waits.subscription.request(1);
            waits.subscription.request(1);
            assertEquals(List.of("value", "end"), waits.told);
            assertEquals(List.of(), gone.told);
            assertEquals(List.of("value", "end"), Noting.of(result, 1).told);
            var back = AsyncResult.first(result.toPublisher());
            assertEquals("value", back.get());
        });
    }

    @Test
    void b06_what_is_no_item_is_published_without_being_asked_for() throws Exception {
        inHub(hub -> {
            var nothing = new AsyncResult<String>();
            nothing.set(null);
            assertEquals(List.of("end"), Noting.of(nothing, 0).told);
            var failure = new IOException("expected");
            var failed = new AsyncResult<String>();
            failed.fail(failure);
            assertEquals(List.of(failure), Noting.of(failed, 0).told);
            var killed = Greenlet.spawn(() -> "");
            var ended = new AsyncResult<String>();
            killed.link(ended);
            killed.kill();
            ended.await();
            assertInstanceOf(CancellationException.class, Noting.of(ended, 0).told.get(0));
            var refused = Noting.of(nothing, -1);
            assertInstanceOf(IllegalArgumentException.class, refused.told.get(0));
            assertEquals(1, refused.told.size());
        });
    }
}
