package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.anyloop.Greenlet;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Who hears of failures in greenlets.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class FailureTest extends OnEachVertx {
    private final IOException failure = new IOException("expected");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicReference<Context> heardIn = new AtomicReference<>();
    private Context context;

    @BeforeEach
    void setHubsHandler() {
        VertxHub.options(
                vertx,
                new VertxHubOptions()
                        .hub(hub -> hub.errorHandler(report -> hear("hub", report.failure()))));
        context = newContext();
    }

    private void hear(String who, Throwable what) {
        assertSame(failure, what);
        heardIn.set(Vertx.currentContext());
        heard.add(who);
    }

    private void failInHandler() {
        context.runOnContext(_ ->
                GreenletHandler.of(
                                _ -> {
                                    Greenlet.yield();
                                    throw failure;
                                })
                        .handle("event"));
    }

    private void assertHeard(String who) {
        OnVertx.eventually("nobody has heard", () -> !heard.isEmpty());
        assertEquals(List.of(who), heard);
    }

    @Test
    void the_handler_of_the_context_comes_first() {
        context.exceptionHandler(e -> hear("context", e));
        vertx.exceptionHandler(e -> hear("vertx", e));
        failInHandler();
        assertHeard("context");
        assertSame(context, heardIn.get());
    }

    @Test
    void then_that_of_vertx() {
        vertx.exceptionHandler(e -> hear("vertx", e));
        failInHandler();
        assertHeard("vertx");
    }

    @Test
    void then_the_hubs() {
        failInHandler();
        assertHeard("hub");
    }

    @Test
    void greenlets_that_a_greenlet_spawns_and_callbacks_fail_in_the_same_way() {
        vertx.exceptionHandler(e -> hear("vertx", e));
        var hub = VertxHub.of(context);
        context.exceptionHandler(e -> hear("context", e));
        context.runOnContext(_ ->
                hub.spawn(() -> {
                    Greenlet.spawn(() -> {
                        throw failure;
                    });
                }));
        assertHeard("context");
        heard.clear();
        hub.post(() -> OnVertx.<RuntimeException>throwAny(failure));
        assertHeard("vertx");
    }
}
