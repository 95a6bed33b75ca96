package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.anyloop.Hub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What a greenlet hands to others has its context of Vert.x.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class MakersContextTest extends OnEachVertx {
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
            try (var each = Executors.newThreadPerTaskExecutor(Hub.current().threadFactory())) {
                ForkedGreenletsTest.callTimers(vertx, each);
            }
            return null;
        });
    }
}
