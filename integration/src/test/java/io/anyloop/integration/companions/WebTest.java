package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletRoute;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Routes and the client of vertx-web: who asks is found out by waiting, then the body is read, then the answer waits again.
@Tag("full")
@Tag("companions")
class WebTest extends OnVertx {

    @Test
    void routes_wait_before_and_behind_handlers_of_vertx_web() throws Exception {
        var router = Router.router(vertx);
        router.route().handler(SessionHandler.create(LocalSessionStore.create(vertx)));
        router.route()
                .handler(
                        GreenletRoute.of(routing -> {
                            routing.request().pause();
                            Greenlet.sleep(Duration.ofMillis(1));
                            routing.put("who", "me");
                            routing.next();
                        }));
        router.route().handler(BodyHandler.create());
        router.post("/echo")
                .handler(
                        GreenletRoute.of(routing -> {
                            Greenlet.sleep(Duration.ofMillis(1));
                            routing.end(routing.get("who") + ": " + routing.body().asString());
                        }));
        var server =
                inGreenlet(() ->
                        VertxFutures.await(
                                vertx.createHttpServer()
                                        .requestHandler(router)
                                        .listen(0, "localhost")));
        var client = WebClient.create(vertx);
        var answers =
                inMany(() ->
                        VertxFutures.await(
                                        client.post(server.actualPort(), "localhost", "/echo")
                                                .sendBuffer(Buffer.buffer("hello")))
                                .bodyAsString());
        assertEquals(Collections.nCopies(MANY, "me: hello"), answers);
    }
}
