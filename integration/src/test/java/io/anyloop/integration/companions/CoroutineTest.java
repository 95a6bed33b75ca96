package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.kotlin.coroutines.VertxCoroutineKt;
import java.time.Duration;
import java.util.Collections;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.future.FutureKt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Kotlin's coroutines on the same event loop: greenlets wait for them, and they for greenlets.
@Tag("full")
@Tag("companions")
class CoroutineTest extends OnVertx {

    @Test
    void a_greenlet_waits_for_a_coroutine_that_waits_for_a_greenlet() throws Exception {
        var answers = inMany(() -> FutureKt.asCompletableFuture(coroutine()).get());
        assertEquals(Collections.nCopies(MANY, 42), answers);
    }

    /// What `async { VertxHub.call(vertx) { … }.coAwait() }` is compiled to.
    private Deferred<Integer> coroutine() {
        Context mine = Vertx.currentContext();
        var scope = CoroutineScopeKt.CoroutineScope(VertxCoroutineKt.dispatcher(mine));
        return BuildersKt.async(
                scope,
                EmptyCoroutineContext.INSTANCE,
                CoroutineStart.DEFAULT,
                (_, rest) -> VertxCoroutineKt.coAwait(VertxHub.call(vertx, this::answer), rest));
    }

    private int answer() {
        Greenlet.sleep(Duration.ofMillis(1));
        return 42;
    }
}
