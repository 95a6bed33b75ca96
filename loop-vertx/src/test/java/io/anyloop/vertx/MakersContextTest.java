package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Hub;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What a greenlet hands to others has its context of Vert.x.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class MakersContextTest extends OnEachVertx {
    private static final int TRIES = 40;

    /// Runs code in a greenlet, in a duplicate of a context, as that of a request.
    private <T> T inGreenlet(Callable<T> code) {
        var mine = vertx.createEventLoopContext().duplicate();
        var result = Promise.<T>promise();
        mine.runOnContext(_ -> VertxHub.<T>call(vertx, code::call).onComplete(result));
        return await(result.future());
    }

    @Test
    void offloaded_work_is_in_the_context_as_that_of_executeBlocking_is() {
        inGreenlet(() -> {
            Context mine = Vertx.currentContext();
            ClassLoader loader =
                    VertxFutures.await(
                            vertx.executeBlocking(
                                    () -> Thread.currentThread().getContextClassLoader()));
            Hub.offload(() -> {
                assertSame(mine, Vertx.currentContext());
                assertSame(loader, Thread.currentThread().getContextClassLoader());
            });
            assertSame(mine, Hub.current().threadPool().spawn(Vertx::currentContext).get());
            return null;
        });
        var hub = VertxHub.of(vertx);
        assertEquals(null, hub.threadPool().apply(Vertx::currentContext), "nobody's");
        assertSame(null, hub.call(() -> Hub.offload(() -> null)));
    }

    @Test
    void so_are_the_greenlets_of_its_executor_and_its_thread_factory() {
        inGreenlet(() -> {
            Context mine = Vertx.currentContext();
            try (var executor = Hub.current().executor()) {
                assertSame(mine, executor.submit(Vertx::currentContext).get());
            }
            try (var each = Executors.newThreadPerTaskExecutor(Hub.current().threadFactory())) {
                assertSame(mine, each.submit(Vertx::currentContext).get());
            }
            return null;
        });
    }

    @Test
    void timers_of_forked_threads_call_back_on_the_event_loop_of_their_maker() {
        inGreenlet(() -> {
            String home = OnVertx.hostOf(Thread.currentThread());
            var calls = new ArrayList<Future<?>>();
            try (var each = Executors.newThreadPerTaskExecutor(Hub.current().threadFactory())) {
                for (int i = 0; i < TRIES; i++) {
                    calls.add(
                            each.submit(() -> {
                                var seen = Promise.<String>promise();
                                vertx.setTimer(1, _ -> seen.complete(OnVertx.hostName()));
                                assertEquals(home, VertxFutures.await(seen.future()));
                                return null;
                            }));
                }
                for (var call : calls) {
                    call.get();
                }
            }
            assertTrue(calls.size() == TRIES);
            return null;
        });
    }
}
