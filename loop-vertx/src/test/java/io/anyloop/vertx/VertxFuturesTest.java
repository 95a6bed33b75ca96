package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.sync.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class VertxFuturesTest extends OnVertx {

    @Test
    void b06_awaiting_a_future_of_vertx_parks_only_the_greenlet() throws Exception {
        inGreenlet(() -> {
            var other = Greenlet.spawn(() -> "other");
            var timer = vertx.timer(20);
            assertEquals("other", other.get());
            VertxFutures.await(timer);
            assertTrue(timer.succeeded());
            return null;
        });
    }

    @Test
    void b06_vertxs_own_await_works_too() throws Exception {
        inGreenlet(() -> {
            var other = Greenlet.spawn(() -> "other");
            vertx.timer(20).await();
            assertTrue(other.hasEnded());
            return null;
        });
    }

    @Test
    void b06_a_failure_is_the_very_exception() throws Exception {
        var failure = new IOException("expected");
        inGreenlet(() -> {
            Future<String> failed = vertx.timer(5).compose(_ -> Future.failedFuture(failure));
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () -> VertxFutures.<String, IOException>await(failed)));
            assertSame(
                    failure,
                    assertThrows(IOException.class, () -> VertxFutures.await(failed)),
                    "and again");
            return null;
        });
    }

    @Test
    void b05_awaiting_in_a_handler_is_refused_unless_it_is_complete() throws Exception {
        onLoop(() -> {
            assertEquals("done", VertxFutures.await(Future.succeededFuture("done")));
            assertThrows(
                    BlockingInLoopException.class,
                    () -> VertxFutures.await(Promise.promise().future()));
            return null;
        });
    }

    @Test
    void b07_completed_on_another_thread_it_wakes_the_greenlet_where_it_was() throws Exception {
        for (Promise<String> promise :
                java.util.List.of(
                        Promise.<String>promise(),
                        ((ContextInternal) context).<String>promise(),
                        newContext().<String>promise())) {
            var waits =
                    hub.spawn(() -> {
                        String before = VertxHubTest.carrier();
                        VertxFutures.await(promise.future());
                        return before.equals(VertxHubTest.carrier());
                    });
            awaitParked(1);
            promise.complete("value");
            assertTrue(waits.get());
        }
    }

    @Test
    void b08_whoever_is_killed_or_gives_up_leaves_the_future_alone() throws Exception {
        Promise<String> promise = Promise.promise();
        var waits = hub.spawn(() -> VertxFutures.await(promise.future()));
        awaitParked(1);
        waits.kill();
        hub.call(() -> {
            var limit = Duration.ofMillis(5);
            assertThrows(TimeoutException.class, () -> VertxFutures.await(promise.future(), limit));
            assertEquals(
                    "late",
                    Timeout.callOr(limit, () -> VertxFutures.await(promise.future()), "late"));
        });
        assertFalse(promise.future().isComplete());
        promise.complete("value");
        assertEquals("value", hub.call(() -> VertxFutures.await(promise.future())));
    }

    @Test
    void b08_a_future_of_a_greenlet_ends_as_that_does() throws Exception {
        var never = hub.spawn(() -> VertxFutures.await(Promise.<String>promise().future()));
        var killed = VertxFutures.future(never);
        awaitParked(1);
        never.kill();
        var e = assertThrows(CancellationException.class, killed::await);
        assertInstanceOf(GreenletExit.class, e.getCause());
        assertEquals(1, VertxFutures.future(hub.spawn(() -> 1)).await());
        var failure = new IllegalStateException("expected");
        var failing =
                hub.spawn(() -> {
                    throw failure;
                });
        assertSame(
                failure,
                assertThrows(IllegalStateException.class, VertxFutures.future(failing)::await));
        assertSame(failure, takeReport());
    }

    @Test
    void b09_the_failure_of_a_called_greenlet_is_its_futures_alone() throws Exception {
        var failure = new IOException("expected");
        Future<String> called =
                onLoop(() ->
                        VertxHub.call(
                                vertx,
                                () -> {
                                    Greenlet.yield();
                                    throw failure;
                                }));
        assertSame(failure, assertThrows(IOException.class, called::await));
    }

    @Test
    void b08_results_and_futures_become_each_other() throws Exception {
        AsyncResult<String> result = new AsyncResult<>();
        var future = VertxFutures.future(result);
        assertFalse(future.isComplete());
        result.set("value");
        assertEquals("value", future.await());
        Promise<String> promise = Promise.promise();
        var back = VertxFutures.result(promise.future());
        VertxFutures.future(back).onComplete(_ -> {});
        promise.fail("expected");
        assertEquals("expected", assertThrows(Throwable.class, back::get).getMessage());
    }

    @Test
    void b16_handlers_of_such_a_future_are_called_in_the_callers_context() throws Exception {
        var seen = Promise.<Object>promise();
        onLoop(() -> {
            Object mine = Vertx.currentContext();
            VertxFutures.future(hub.spawn(() -> 1))
                    .onComplete(_ -> seen.complete(Vertx.currentContext() == mine));
            return null;
        });
        assertEquals(true, seen.future().await());
    }
}
