package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.function.Outcome;
import io.anyloop.sync.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.shareddata.Lock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What is waited for, and comes when nobody waits any more.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class LateResultTest extends OnEachVertx {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void it_is_given_back_once_and_what_was_taken_is_not() {
        var released = new CopyOnWriteArrayList<String>();
        VertxHub.of(vertx)
                .call(() -> {
                    Promise<String> promise = Promise.promise();
                    assertThrows(
                            TimeoutException.class,
                            () -> VertxFutures.await(promise.future(), SHORT, released::add));
                    assertEquals(List.of(), released);
                    promise.complete("late");
                    assertEquals(List.of("late"), released);

                    Promise<String> taken = Promise.promise();
                    var takes =
                            Greenlet.spawn(() -> VertxFutures.await(taken.future(), released::add));
                    Greenlet.yield();
                    taken.complete("taken");
                    assertEquals("taken", takes.get());
                    assertEquals(List.of("late"), released);

                    Promise<String> failed = Promise.promise();
                    var killed =
                            Greenlet.spawn(
                                    () -> VertxFutures.await(failed.future(), released::add));
                    Greenlet.yield();
                    killed.kill();
                    failed.fail("expected");
                    assertEquals(List.of("late"), released);
                });
    }

    @Test
    void who_gives_up_hears_why_though_giving_back_fails() throws Exception {
        var reported = new CompletableFuture<Throwable>();
        var expected = new IllegalStateException("it cannot be given back");
        Consumer<String> fails =
                _ -> {
                    throw expected;
                };
        var context = newContext();
        context.exceptionHandler(reported::complete);
        context.runOnContext(_ ->
                VertxHub.of(context)
                        .spawn(() -> {
                            Promise<String> promise = Promise.promise();
                            assertThrows(
                                    TimeoutException.class,
                                    () -> VertxFutures.await(promise.future(), SHORT, fails));
                            // Whoever completes it is none of those who hear of it.
                            promise.complete("late");
                        }));
        assertSame(expected, reported.get(FAR, TimeUnit.SECONDS));

        var why = new TimeoutException();
        Promise<String> promise = Promise.promise();
        var listener = Listener.of(promise.future(), new AsyncResult<>());
        promise.complete("just then");
        listener.leave(promise.future(), fails, why);
        assertEquals(List.of(expected), List.of(why.getSuppressed()));
    }

    @Test
    void what_comes_while_its_waiter_is_being_killed_is_given_back_or_taken() {
        VertxHub.of(vertx)
                .call(() -> {
                    for (int i = 0; i < 200; i++) {
                        var released = new CopyOnWriteArrayList<String>();
                        Promise<String> promise = Promise.promise();
                        var waits =
                                Greenlet.spawn(
                                        () -> VertxFutures.await(promise.future(), released::add));
                        Greenlet.yield();
                        if (i % 2 == 0) {
                            promise.complete("value");
                            waits.killNoWait();
                        } else {
                            waits.killNoWait();
                            promise.complete("value");
                        }
                        waits.join();
                        boolean isTaken = waits.outcome() instanceof Outcome.Returned;
                        assertEquals(isTaken ? List.of() : List.of("value"), released);
                    }
                });
    }

    @Test
    void a_pool_of_one_connection_and_a_lock_survive_a_wait_that_is_cut_off() throws Exception {
        var server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(request -> request.response().end("answer"))
                                .listen(0, "localhost"));
        var client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1));
        VertxHub.of(vertx)
                .call(() -> {
                    var holds =
                            VertxFutures.await(
                                    client.request(
                                            HttpMethod.GET, server.actualPort(), "localhost", "/"));
                    assertThrows(
                            TimeoutException.class,
                            () ->
                                    VertxFutures.await(
                                            client.request(
                                                    HttpMethod.GET,
                                                    server.actualPort(),
                                                    "localhost",
                                                    "/"),
                                            SHORT,
                                            HttpClientRequest::reset));
                    holds.reset();
                    VertxFutures.await(
                            client.request(HttpMethod.GET, server.actualPort(), "localhost", "/"),
                            Duration.ofSeconds(FAR));

                    var data = vertx.sharedData();
                    Lock lock = VertxFutures.await(data.getLocalLock("lock"), Lock::release);
                    assertThrows(
                            TimeoutException.class,
                            () ->
                                    VertxFutures.await(
                                            data.getLocalLock("lock"), SHORT, Lock::release));
                    lock.release();
                    VertxFutures.await(data.getLocalLock("lock"), Duration.ofSeconds(FAR))
                            .release();
                });
        client.close();
    }
}
