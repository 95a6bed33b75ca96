package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.vertx.VertxHub;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The code of docs/vertx.md about closing, contexts, and what comes too late.
class VertxCareTest {
    @Test
    void itRunsAndIsClosedInOrder() throws Exception {
        Vertx vertx = Vertx.vertx();
        VertxCare.prepare(vertx);
        var service = new VertxCare();
        vertx.deployVerticle(service).await(10, TimeUnit.SECONDS);
        var client = vertx.createHttpClient();
        int status =
                VertxHub.call(vertx, () -> VertxCare.ask(vertx, client, service.port()))
                        .await(10, TimeUnit.SECONDS);
        assertEquals(200, status);
        boolean isVirtual =
                VertxHub.call(
                                vertx,
                                () -> VertxCare.inAThread(() -> Thread.currentThread().isVirtual()))
                        .await(10, TimeUnit.SECONDS);
        assertTrue(isVirtual);
        vertx.close().await(30, TimeUnit.SECONDS);
        client.close();
    }
}
