package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.function.Body;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a future hands over and flows at once is not lost for the greenlet that awaits it.
@ParameterizedClass(name = "{1}, event loops: {2}")
@CsvSource({
    OnTransports.NIO_1,
    OnTransports.NIO_4,
    OnTransports.EPOLL_1,
    OnTransports.EPOLL_4,
    OnTransports.IO_URING_1,
    OnTransports.IO_URING_4
})
class AwaitedGreenletsTest extends OnTransports {
    private static final int ANSWERS = 300;
    private static final int SECURE_ANSWERS = 50;
    private static final int GREETINGS = 200;

    // ---------------------------------------------------------------- responses

    @ParameterizedTest
    @CsvSource({
        "HTTP_1, OURS", "HTTP_1_TLS, OURS", "HTTP_2, OURS", "HTTP_2_TLS, OURS",
        "HTTP_1, VERTX", "HTTP_1_TLS, VERTX", "HTTP_2, VERTX", "HTTP_2_TLS, VERTX"
    })
    void responses_are_whole(Protocol protocol, Way way) throws Exception {
        var server = serve(protocol, request -> request.response().end("hello"));
        var client = client(protocol, server);
        greenlet(
                way,
                () -> {
                    int all = protocol.isSecure ? SECURE_ANSWERS : ANSWERS;
                    int whole = 0;
                    for (int i = 0; i < all; i++) {
                        HttpClientRequest request = way.await(client.request(HttpMethod.GET, "/"));
                        HttpClientResponse response = way.await(request.send());
                        if (way.await(response.body()).toString().equals("hello")) {
                            whole++;
                        }
                    }
                    assertEquals(all, whole);
                });
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1, OURS", "HTTP_2, OURS", "HTTP_1, VERTX", "HTTP_2, VERTX"})
    void responses_are_whole_after_steps_between_and_many_at_once(Protocol protocol, Way way)
            throws Exception {
        var server = serve(protocol, request -> request.response().end("hello"));
        var client = client(protocol, server);
        greenlet(
                way,
                () -> {
                    var all = new ArrayList<Greenlet<Integer>>();
                    for (int i = 0; i < 50; i++) {
                        all.add(
                                Greenlet.spawn(() -> {
                                    HttpClientResponse response =
                                            way.await(sent(client).map(r -> r));
                                    int sum = 0;
                                    for (Buffer part : VertxStreams.items(response)) {
                                        sum += part.length();
                                    }
                                    return sum;
                                }));
                    }
                    int sum = 0;
                    for (var one : all) {
                        sum += one.get();
                    }
                    assertEquals(50 * "hello".length(), sum);
                });
    }

    private static Future<HttpClientResponse> sent(HttpClientAgent client) {
        return client.request(HttpMethod.GET, "/").compose(HttpClientRequest::send);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1, OURS", "HTTP_2, OURS", "HTTP_1, VERTX", "HTTP_2, VERTX"})
    void a_pause_from_before_or_after_lasts(Protocol protocol, Way way) throws Exception {
        var server = serve(protocol, request -> request.response().end("hello"));
        var client = client(protocol, server);
        greenlet(
                way,
                () -> {
                    HttpClientResponse before =
                            way.await(sent(client).map(HttpClientResponse::pause));
                    way.await(vertx.timer(10));
                    var body = before.body();
                    before.resume();
                    assertEquals("hello", way.await(body).toString());

                    HttpClientResponse after = way.await(sent(client));
                    after.pause();
                    way.await(vertx.timer(10));
                    body = after.body();
                    after.fetch(1); // the chunk, and not the end
                    way.await(vertx.timer(10));
                    assertTrue(!body.isComplete(), "more flowed than was asked for");
                    after.resume();
                    assertEquals("hello", way.await(body).toString());
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_response_that_nobody_waits_for_any_more_flows(Way way) throws Exception {
        var server =
                serve(
                        Protocol.HTTP_1,
                        request -> vertx.setTimer(30, _ -> request.response().end("late")));
        var client =
                hold(
                        vertx.createHttpClient(
                                new HttpClientOptions()
                                        .setDefaultHost("localhost")
                                        .setDefaultPort(server.actualPort()),
                                new PoolOptions().setHttp1MaxSize(1)));
        greenlet(
                way,
                () -> {
                    Future<HttpClientResponse> late =
                            client.request(HttpMethod.GET, "/").compose(HttpClientRequest::send);
                    if (way == Way.OURS) {
                        assertThrows(
                                TimeoutException.class,
                                () -> VertxFutures.await(late, Duration.ofMillis(5)));
                    } else {
                        assertThrows(
                                TimeoutException.class, () -> late.await(5, TimeUnit.MILLISECONDS));
                    }
                    HttpClientResponse next =
                            way.await(client.request(HttpMethod.GET, "/").compose(r -> r.send()));
                    assertEquals("late", way.await(next.body()).toString());
                });
    }

    @ParameterizedTest
    @EnumSource
    void all_that_come_together_are_held(Way way) throws Exception {
        var server = serve(Protocol.HTTP_2, request -> request.response().end("hello"));
        var client = client(Protocol.HTTP_2, server);
        greenlet(
                way,
                () -> {
                    var first = sent(client).map(HttpClientResponse::pause);
                    var last = sent(client); // its callback decides both
                    way.await(Future.all(first, last));
                    assertEquals("hello", way.await(last.result().body()).toString());
                    var body = first.result().body();
                    first.result().resume();
                    assertEquals("hello", way.await(body).toString());
                });
    }

    // ---------------------------------------------------------------- connections

    @ParameterizedTest
    @EnumSource
    void greetings_of_connections_are_heard(Way way) throws Exception {
        greetings(way, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    @Tag("rounds")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void greetings_of_connections_are_heard_a_thousand_times(Way way) throws Exception {
        greetings(way, 1_000);
    }

    private void greetings(Way way, int rounds) throws Exception {
        way.assumeHoldsBack();
        NetServer server =
                in(
                                servers,
                                () ->
                                        hold(vertx.createNetServer())
                                                .connectHandler(socket -> {
                                                    socket.write("hello");
                                                    socket.handler(_ -> socket.close());
                                                })
                                                .listen(0, "localhost"))
                        .await();
        var client = hold(vertx.createNetClient());
        for (int i = 0; i < rounds; i++) {
            assertEquals(
                    GREETINGS,
                    together(
                            GREETINGS,
                            () -> {
                                NetSocket socket =
                                        way.await(client.connect(server.actualPort(), "localhost"));
                                String heard = first(way, socket);
                                socket.write("bye");
                                return heard;
                            }));
        }
    }

    @ParameterizedTest
    @EnumSource
    void greetings_of_web_sockets_are_heard(Way way) throws Exception {
        webSocketGreetings(way, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    @Tag("rounds")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void greetings_of_web_sockets_are_heard_a_thousand_times(Way way) throws Exception {
        webSocketGreetings(way, 1_000);
    }

    private void webSocketGreetings(Way way, int rounds) throws Exception {
        way.assumeHoldsBack();
        HttpServer server = greeter();
        var client =
                hold(
                        vertx.createWebSocketClient(
                                new WebSocketClientOptions().setMaxConnections(GREETINGS)));
        for (int i = 0; i < rounds; i++) {
            assertEquals(
                    GREETINGS,
                    together(
                            GREETINGS,
                            () -> {
                                WebSocket socket =
                                        way.await(
                                                client.connect(
                                                        server.actualPort(), "localhost", "/"));
                                String heard = first(way, socket);
                                way.await(socket.close());
                                return heard;
                            }));
        }
    }

    private HttpServer greeter() throws Exception {
        return in(
                        servers,
                        () ->
                                hold(vertx.createHttpServer())
                                        .webSocketHandler(
                                                socket -> socket.writeTextMessage("hello"))
                                        .listen(0, "localhost"))
                .await();
    }

    /// How many of so many greenlets, all at once, hear "hello".
    private int together(int count, Body<String, ?> one) throws Exception {
        return inGreenlet(() -> {
            var all = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < count; i++) {
                all.add(Greenlet.spawn(one));
            }
            int heard = 0;
            for (var each : all) {
                if ("hello".equals(each.get())) {
                    heard++;
                }
            }
            return heard;
        });
    }

    /// The first item of a stream by a handler, or null if it does not come.
    private String first(Way way, ReadStream<Buffer> stream) {
        var first = Promise.<String>promise();
        stream.handler(item -> first.tryComplete(item.toString()));
        long timer = vertx.setTimer(TimeUnit.SECONDS.toMillis(FAR), _ -> first.tryComplete(null));
        String heard = way.await(first.future());
        vertx.cancelTimer(timer);
        return heard;
    }

    @ParameterizedTest
    @EnumSource
    void messages_of_web_sockets_are_whole(Way way) throws Exception {
        String text = "a".repeat(200_000);
        var bytes = Buffer.buffer(new byte[150_000]);
        HttpServer server =
                in(
                                servers,
                                () ->
                                        hold(vertx.createHttpServer(
                                                        new HttpServerOptions()
                                                                .setMaxWebSocketMessageSize(
                                                                        1 << 20)))
                                                .webSocketHandler(socket -> {
                                                    for (int i = 0; i < 20; i++) {
                                                        socket.writeTextMessage(text);
                                                        socket.writePing(Buffer.buffer("ping"));
                                                        socket.writeBinaryMessage(bytes);
                                                    }
                                                    socket.writeTextMessage("");
                                                    socket.close();
                                                })
                                                .listen(0, "localhost"))
                        .await();
        var client =
                hold(
                        vertx.createWebSocketClient(
                                new WebSocketClientOptions().setMaxMessageSize(1 << 20)));
        greenlet(
                way,
                () -> {
                    WebSocketBase socket =
                            way.await(client.connect(server.actualPort(), "localhost", "/"));
                    var messages = VertxStreams.messages(socket).iterator();
                    for (int i = 0; i < 20; i++) {
                        assertEquals(new WebSocketMessage.Text(text), messages.next());
                        way.await(vertx.timer(1));
                        assertEquals(new WebSocketMessage.Binary(bytes), messages.next());
                    }
                    assertEquals(new WebSocketMessage.Text(""), messages.next());
                    assertTrue(!messages.hasNext());
                });
    }
}
