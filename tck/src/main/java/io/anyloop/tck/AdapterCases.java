package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.AsyncResult;
import io.anyloop.Greenlet;
import java.io.IOException;
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
abstract class AdapterCases extends Cases {
    AdapterCases(GreenletContract contract) {
        super(contract);
    }

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
}
