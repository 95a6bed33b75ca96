package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class ContextTest extends OnVertx {

    @Test
    void b16_a_greenlet_is_in_the_context_it_was_made_in_before_and_after_waits() throws Exception {
        var mine = ((ContextInternal) context).duplicate();
        var seen = new CompletableFuture<Boolean>();
        mine.runOnContext(_ -> {
            LOCAL.put(mine, "42");
            hub.spawn(() -> {
                boolean before = Vertx.currentContext() == mine;
                vertx.timer(2).await();
                boolean inChild = Greenlet.spawn(() -> Vertx.currentContext() == mine).get();
                seen.complete(
                        before
                                && inChild
                                && Vertx.currentContext() == mine
                                && vertx.getOrCreateContext() == mine
                                && LOCAL.get(Vertx.currentContext()).equals("42"));
            });
        });
        assertTrue(seen.join());
    }

    @Test
    void b16_one_from_elsewhere_is_in_a_context_of_its_own_on_the_event_loop() throws Exception {
        var first = hub.call(Vertx::currentContext);
        var second = hub.call(Vertx::currentContext);
        assertNotSame(first, second);
        var here = ((ContextInternal) context).nettyEventLoop();
        assertSame(here, ((ContextInternal) first).nettyEventLoop());
        var other = newContext();
        while (other.nettyEventLoop() == here) {
            other = newContext();
        }
        var foreign = other;
        var within =
                in(foreign, () -> hub.spawn(() -> Vertx.currentContext()))
                        .get(java.time.Duration.ofSeconds(FAR));
        assertSame(here, ((ContextInternal) within).nettyEventLoop());
    }

    @Test
    void b16_between_turns_the_thread_is_in_no_context_of_a_greenlets() throws Exception {
        hub.call(() -> Greenlet.yield());
        var seen = new CompletableFuture<Object>();
        ((ContextInternal) context)
                .nettyEventLoop()
                .execute(() -> seen.complete(String.valueOf(Vertx.currentContext())));
        assertEquals("null", seen.join());
        assertSame(context, onLoop(Vertx::currentContext));
    }

    @Test
    void b16_what_a_future_calls_back_within_a_greenlet_is_in_its_context() throws Exception {
        var mine = ((ContextInternal) context).duplicate();
        var seen = new CompletableFuture<Object>();
        mine.runOnContext(_ ->
                hub.spawn(() ->
                        vertx.timer(1).onComplete(_ -> seen.complete(Vertx.currentContext()))));
        assertSame(mine, seen.join());
    }

    @Test
    void b16_the_diagnostic_context_of_a_greenlet_is_its_own() throws Exception {
        onLoop(() -> {
            MDC.put("who", "host");
            return null;
        });
        var greenlet =
                onLoop(() ->
                        hub.spawn(() -> {
                            assertNull(MDC.get("who"));
                            MDC.put("who", "greenlet");
                            vertx.timer(2).await();
                            return MDC.get("who");
                        }));
        assertEquals("greenlet", greenlet.get());
        assertEquals("host", onLoop(() -> MDC.get("who")));
        onLoop(() -> {
            MDC.clear();
            return null;
        });
    }
}
