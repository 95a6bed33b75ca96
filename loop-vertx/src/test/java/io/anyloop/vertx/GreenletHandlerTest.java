package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.group.Group;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass(name = "native transport: {0}, other greenlets run: {1}")
@CsvSource({"false, false", "true, false", "false, true", "true, true"})
class GreenletHandlerTest extends HttpOnVertx {
    @Test
    void requests_are_answered_by_greenlets_that_wait_side_by_side() throws Exception {
        var most = new AtomicInteger();
        var now = new AtomicInteger();
        var server =
                serve(
                        GreenletHandler.request(request -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            Greenlet.sleep(Duration.ofMillis(100));
                            now.decrementAndGet();
                            request.response().end("id " + request.getParam("id"));
                        }));
        var answers = new ArrayList<io.vertx.core.Future<Buffer>>();
        var client = hold(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(8)));
        for (int i = 0; i < 8; i++) {
            answers.add(
                    client.request(HttpMethod.GET, server.actualPort(), "localhost", "/?id=7")
                            .compose(OnVertx::bodyOf));
        }
        for (var answer : answers) {
            assertEquals("id 7", answer.await().toString());
        }
        assertTrue(most.get() > 1, "one at a time");
    }

    @Test
    void a_connection_is_kept_over_requests_whose_bodies_nobody_reads() throws Exception {
        var connections = new AtomicInteger();
        var server =
                onLoop(() ->
                                hold(vertx.createHttpServer())
                                        .connectionHandler(_ -> connections.incrementAndGet())
                                        .requestHandler(
                                                GreenletHandler.request(
                                                        r -> r.response().end("ok")))
                                        .listen(0, "localhost"))
                        .await();
        var client = client();
        for (int i = 0; i < 5; i++) {
            assertEquals("200 ok", ask(client, server.actualPort(), HttpMethod.GET, null));
            var body = Buffer.buffer(new byte[10_000]);
            assertEquals("200 ok", ask(client, server.actualPort(), HttpMethod.POST, body));
        }
        assertEquals(1, connections.get());
    }

    @Test
    void a_body_that_is_asked_for_before_the_first_wait_is_complete() throws Exception {
        var server =
                serve(
                        GreenletHandler.request(request -> {
                            Buffer body = request.body().await();
                            request.response().end("got " + body.length());
                        }));
        for (int size : List.of(0, 1, MEGABYTE)) {
            var body = Buffer.buffer(new byte[size]);
            assertEquals(
                    "200 got " + size, ask(client(), server.actualPort(), HttpMethod.POST, body));
        }
        assertEquals("200 got 0", ask(server));
    }

    @Test
    void the_items_of_a_body_can_be_read_much_later_and_are_held_back_meanwhile() throws Exception {
        var server =
                serve(
                        GreenletHandler.request(request -> {
                            try (var items = VertxStreams.items(request)) {
                                vertx.timer(50).await();
                                long sum = 0;
                                for (Buffer part : items) {
                                    sum += part.length();
                                    Greenlet.yield();
                                }
                                request.response().end("got " + sum);
                            }
                        }));
        var body = Buffer.buffer(new byte[8 * MEGABYTE]);
        assertEquals(
                "200 got " + 8 * MEGABYTE,
                ask(client(), server.actualPort(), HttpMethod.POST, body));
    }

    @Test
    void b09_a_failure_is_answered_and_reported() throws Exception {
        var failure = new IllegalStateException("expected");
        var server =
                serve(
                        GreenletHandler.request(_ -> {
                            Greenlet.yield();
                            throw failure;
                        }));
        assertEquals("500 ", ask(server));
        assertSame(failure, takeReport());
    }

    @Test
    void b09_a_failure_in_the_middle_of_an_answer_resets_it() throws Exception {
        var failure = new IllegalStateException("expected");
        var server =
                serve(
                        GreenletHandler.request(request -> {
                            request.response().setChunked(true).write("some").await();
                            throw failure;
                        }));
        assertThrows(Exception.class, () -> ask(server));
        assertSame(failure, takeReport());
    }

    @Test
    void a_killed_greenlet_answers_that_the_service_is_unavailable() throws Exception {
        var server = serve(GreenletHandler.request(_ -> Greenlet.current().killNoWait()));
        assertEquals("503 ", ask(server));
    }

    @Test
    void a_request_of_http_2_is_answered_too() throws Exception {
        var server =
                serve(
                        GreenletHandler.request(request -> {
                            Buffer body = request.body().await();
                            request.response().end(request.version() + " " + body.length());
                        }));
        var client = http2Client();
        var body = Buffer.buffer(new byte[MEGABYTE]);
        assertEquals(
                "200 HTTP_2 " + MEGABYTE, ask(client, server.actualPort(), HttpMethod.POST, body));
    }

    @Test
    void a_web_socket_is_talked_to_in_turn_and_closed_at_the_end() throws Exception {
        var server =
                onLoop(() ->
                                hold(vertx.createHttpServer(new HttpServerOptions()))
                                        .webSocketHandler(
                                                GreenletHandler.<ServerWebSocket>webSocket(
                                                        socket -> {
                                                            var items = VertxStreams.items(socket);
                                                            int count = 0;
                                                            for (Buffer text : items) {
                                                                socket.writeTextMessage(
                                                                                ++count + " "
                                                                                        + text)
                                                                        .await();
                                                                if (count == 3) {
                                                                    return;
                                                                }
                                                            }
                                                        }))
                                        .listen(0, "localhost"))
                        .await();
        var answers =
                inGreenlet(() -> {
                    var socket =
                            hold(vertx.createWebSocketClient())
                                    .connect(
                                            new WebSocketConnectOptions()
                                                    .setHost("localhost")
                                                    .setPort(server.actualPort())
                                                    .setURI("/"))
                                    .await();
                    var items = VertxStreams.items(socket);
                    for (int i = 0; i < 3; i++) {
                        socket.writeTextMessage("hello");
                    }
                    var all = new ArrayList<String>();
                    items.forEach(item -> all.add(item.toString()));
                    return all;
                });
        assertEquals(List.of("1 hello", "2 hello", "3 hello"), answers);
    }

    @Test
    void messages_are_answered_and_failures_replied() throws Exception {
        var failure = new IllegalStateException("expected");
        onLoop(() -> {
            vertx.eventBus()
                    .consumer(
                            "double",
                            GreenletHandler.<Integer>message(message -> {
                                vertx.timer(2).await();
                                if (message.body() < 0) {
                                    throw failure;
                                }
                                message.reply(2 * message.body());
                            }));
            return null;
        });
        int sum =
                inGreenlet(() -> {
                    var group = new Group();
                    return group.call(() -> {
                        var one = group.spawn(() -> ask(20));
                        var two = group.spawn(() -> ask(1));
                        return one.get() + two.get();
                    });
                });
        assertEquals(42, sum);
        var refused = assertThrows(ReplyException.class, () -> ask(-1));
        assertTrue(refused.getMessage().contains("expected"), refused.getMessage());
        assertSame(failure, takeReport());
    }

    private int ask(int number) {
        return vertx.eventBus().<Integer>request("double", number).await().body();
    }

    @Test
    void routes_may_wait_and_their_failures_are_the_routers() throws Exception {
        var router = Router.router(vertx);
        router.post().handler(BodyHandler.create());
        router.route("/fails")
                .handler(
                        GreenletRoute.of(_ -> {
                            Greenlet.yield();
                            throw new IllegalStateException("expected");
                        }));
        router.route("/fails")
                .failureHandler(routing ->
                        routing.response().setStatusCode(418).end(routing.failure().getMessage()));
        router.route("/on")
                .handler(
                        GreenletRoute.of(routing -> {
                            vertx.timer(2).await();
                            routing.put("seen", true);
                            routing.next();
                        }));
        router.route("/on")
                .handler(
                        GreenletRoute.of(routing ->
                                routing.response()
                                        .end("" + routing.get("seen") + routing.body().length())));
        var server = serve(router);
        assertEquals("418 expected", route(server, HttpMethod.GET, "/fails"));
        assertEquals("200 true-1", route(server, HttpMethod.GET, "/on"));
        assertEquals("200 true4", route(server, HttpMethod.POST, "/on"));
    }

    private String route(HttpServer server, HttpMethod method, String path) {
        return client().request(method, server.actualPort(), "localhost", path)
                .compose(request ->
                        statusAndBody(
                                method == HttpMethod.POST ? request.send("body") : request.send()))
                .timeout(FAR, TimeUnit.SECONDS)
                .await();
    }

    @Test
    void b16_a_request_is_handled_in_the_context_that_it_came_in() throws Exception {
        var contexts = new ArrayList<Object>();
        Handler<HttpServerRequest> greenlet =
                GreenletHandler.request(request -> {
                    vertx.timer(1).await();
                    contexts.add(Vertx.currentContext());
                    request.response().end();
                });
        var server =
                serve(request -> {
                    contexts.add(Vertx.currentContext());
                    greenlet.handle(request);
                });
        ask(server);
        ask(server);
        assertEquals(4, contexts.size());
        assertSame(contexts.get(0), contexts.get(1));
        assertNotEquals(contexts.get(0), contexts.get(2));
    }

    @Test
    void b05_outside_of_every_context_it_says_so() {
        var handler = GreenletHandler.of(_ -> {});
        var refused = assertThrows(IllegalStateException.class, () -> handler.handle("event"));
        assertTrue(refused.getMessage().contains("runOnContext"), refused.getMessage());
    }
}
