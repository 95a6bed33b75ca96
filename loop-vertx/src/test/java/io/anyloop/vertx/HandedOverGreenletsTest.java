package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.anyloop.Greenlet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientMultipartForm;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What Vert.x hands to a handler that is a greenlet flows when the greenlet first waits, or as its code says. With other greenlets
/// that run a greenlet takes its first step later.
@ParameterizedClass(name = "{1}, event loops: {2}, other greenlets run: {3}")
@CsvSource({
    OnTransports.NIO_1 + ", false",
    OnTransports.NIO_1 + ", true",
    OnTransports.NIO_4 + ", false",
    OnTransports.EPOLL_1 + ", false",
    OnTransports.EPOLL_1 + ", true",
    OnTransports.EPOLL_4 + ", true",
    OnTransports.IO_URING_1 + ", true",
    OnTransports.IO_URING_4 + ", false"
})
class HandedOverGreenletsTest extends OnTransports {
    private static final int CLIENTS = 200;
    private static final int PIECE = 1_000;
    private static final int PIECES = 10;

    @Parameter(3)
    boolean isBusy;

    @BeforeEach
    void keepBusy() throws Exception {
        if (isBusy) {
            in(
                    servers,
                    () ->
                            VertxHub.of(vertx)
                                    .spawn(() -> {
                                        while (true) {
                                            Greenlet.yield();
                                        }
                                    }));
        }
    }

    // ---------------------------------------------------------------- connections

    @Test
    void clients_that_send_and_close_are_heard_to_the_end() throws Exception {
        var heard = new AtomicLong();
        var ended = new AtomicLong();
        NetServer server =
                serveNet(socket -> {
                    for (Buffer part : VertxStreams.items(socket)) {
                        heard.addAndGet(part.length());
                    }
                    ended.incrementAndGet();
                });
        var client = hold(vertx.createNetClient());
        for (int i = 0; i < CLIENTS; i++) {
            client.connect(server.actualPort(), "localhost")
                    .onSuccess(socket -> socket.end(Buffer.buffer(new byte[100])));
        }
        eventually(
                "heard %s bytes of %s, to the end of %s clients"
                        .formatted(heard, 100 * CLIENTS, ended),
                () -> ended.get() == CLIENTS);
        assertEquals(100 * CLIENTS, heard.get());
    }

    private NetServer serveNet(GreenletHandler.Code<NetSocket> code) throws Exception {
        return in(
                        servers,
                        () ->
                                hold(vertx.createNetServer())
                                        .connectHandler(GreenletHandler.of(code))
                                        .listen(0, "localhost"))
                .await(FAR, TimeUnit.SECONDS);
    }

    @Test
    void the_first_item_comes_to_a_handler_that_is_set_before_the_first_wait() throws Exception {
        NetServer server =
                serveNet(socket -> {
                    var first = Promise.<Buffer>promise();
                    socket.handler(first::tryComplete);
                    VertxFutures.await(socket.write(VertxFutures.await(first.future())));
                    VertxFutures.await(socket.close());
                });
        var echo = Promise.<Buffer>promise();
        hold(vertx.createNetClient())
                .connect(server.actualPort(), "localhost")
                // As what a future gives: a handler, too.
                .onSuccess(
                        GreenletHandler.of((NetSocket socket) -> {
                            var items = VertxStreams.items(socket);
                            VertxFutures.await(socket.write("hello"));
                            items.forEach(echo::tryComplete);
                        }));
        assertEquals("hello", echo.future().await(FAR, TimeUnit.SECONDS).toString());
    }

    @Test
    void a_web_socket_whose_client_speaks_first_is_heard() throws Exception {
        HttpServer server =
                in(
                                servers,
                                () ->
                                        hold(vertx.createHttpServer())
                                                .webSocketHandler(
                                                        GreenletHandler.<ServerWebSocket>webSocket(
                                                                this::answer))
                                                .listen(0, "localhost"))
                        .await();
        for (int i = 0; i < 20; i++) {
            assertEquals("1 hello", talk(server));
        }
    }

    private void answer(WebSocketBase socket) {
        int count = 0;
        for (WebSocketMessage message : VertxStreams.messages(socket)) {
            String text = ((WebSocketMessage.Text) message).text();
            VertxFutures.await(socket.writeTextMessage(++count + " " + text));
        }
    }

    private String talk(HttpServer server) throws Exception {
        var answer = Promise.<String>promise();
        hold(vertx.createWebSocketClient())
                .connect(server.actualPort(), "localhost", "/socket")
                .onSuccess(socket -> {
                    socket.textMessageHandler(answer::tryComplete);
                    socket.writeTextMessage("hello");
                })
                .onFailure(answer::tryFail);
        return answer.future().await(FAR, TimeUnit.SECONDS);
    }

    @Test
    void a_request_becomes_a_web_socket_after_a_wait() throws Exception {
        HttpServer server =
                serve(
                        Protocol.HTTP_1,
                        GreenletHandler.request(request -> {
                            request.pause();
                            VertxFutures.await(vertx.timer(5));
                            answer(VertxFutures.await(request.toWebSocket()));
                        }));
        for (int i = 0; i < 20; i++) {
            assertEquals("1 hello", talk(server));
        }
    }

    // ---------------------------------------------------------------- requests

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void an_upload_can_be_read_slowly(Protocol protocol) throws Exception {
        HttpServer server =
                serve(
                        protocol,
                        GreenletHandler.request(request -> {
                            int sum = 0;
                            for (Buffer part : VertxStreams.items(request)) {
                                VertxFutures.await(vertx.timer(5));
                                sum += part.length();
                            }
                            request.response().end("got " + sum);
                        }));
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
        assertEquals("200 got 0", get(protocol, server, "/"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void a_pause_of_ones_own_lasts(Protocol protocol) throws Exception {
        HttpServer server = serve(protocol, GreenletHandler.request(this::pausesAndWaits));
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
        assertEquals("200 got 0", get(protocol, server, "/"));
    }

    private void pausesAndWaits(HttpServerRequest request) {
        request.pause();
        VertxFutures.await(vertx.timer(10));
        var got = new AtomicLong();
        request.handler(part -> got.addAndGet(part.length()));
        var end = request.end();
        request.fetch(1);
        VertxFutures.await(vertx.timer(10));
        assertTrue(got.get() <= PIECE, "more flowed than was asked for");
        if (!request.isEnded()) { // Vert.x refuses, for HTTP/2
            request.resume();
        }
        VertxFutures.await(end);
        request.response().end("got " + got);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void a_pause_from_before_the_greenlet_lasts(Protocol protocol) throws Exception {
        Handler<HttpServerRequest> later =
                GreenletHandler.request(request -> {
                    VertxFutures.await(vertx.timer(10));
                    var body = request.body();
                    request.resume();
                    request.response().end("got " + VertxFutures.await(body).length());
                });
        HttpServer server =
                serve(
                        protocol,
                        request -> {
                            request.pause();
                            vertx.setTimer(5, _ -> later.handle(request));
                        });
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void a_body_that_is_asked_for_before_the_first_wait_is_whole(Protocol protocol)
            throws Exception {
        HttpServer server =
                serve(
                        protocol,
                        GreenletHandler.request(request -> {
                            var body = request.body();
                            VertxFutures.await(vertx.timer(5));
                            request.response().end("got " + VertxFutures.await(body).length());
                        }));
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void the_files_of_a_form_are_read_each_by_a_greenlet(Protocol protocol) throws Exception {
        assumeFalse(
                protocol == Protocol.HTTP_2
                        && "5.0.0".equals(Vertx.class.getPackage().getImplementationVersion()),
                "not applicable: Vert.x 5.0.0 fails at forms by HTTP/2, with plain handlers too");
        Handler<HttpServerRequest> form =
                request -> {
                    request.setExpectMultipart(true);
                    var files = new ArrayList<Future<Integer>>();
                    request.uploadHandler(
                            GreenletHandler.of((HttpServerFileUpload upload) -> {
                                var length = Promise.<Integer>promise();
                                files.add(length.future());
                                int sum = 0;
                                for (Buffer part : VertxStreams.items(upload)) {
                                    VertxFutures.await(vertx.timer(1));
                                    sum += part.length();
                                }
                                length.complete(sum);
                            }));
                    request.endHandler(_ ->
                            vertx.setTimer(
                                    1,
                                    _ ->
                                            Future.all(files)
                                                    .onSuccess(all ->
                                                            request.response()
                                                                    .end("got " + all.list()))));
                };
        HttpServer server = serve(protocol, form);
        var file = Buffer.buffer(new byte[100_000]);
        var multipart =
                ClientMultipartForm.multipartForm()
                        .attribute("name", "value")
                        .binaryFileUpload("a", "a", "application/octet-stream", file)
                        .binaryFileUpload("b", "b", "application/octet-stream", file);
        String answer =
                statusAndBody(
                                client(protocol, server)
                                        .request(HttpMethod.POST, "/")
                                        .compose(request -> request.send(multipart)))
                        .await(FAR, TimeUnit.SECONDS);
        assertEquals("200 got [100000, 100000]", answer);
    }

    @Test
    void what_a_server_pushes_is_whole() throws Exception {
        HttpServer server =
                serve(
                        Protocol.HTTP_2,
                        request ->
                                request.response()
                                        .push(HttpMethod.GET, "/pushed")
                                        .onSuccess(pushed -> {
                                            pushed.end("pushed");
                                            request.response().end("asked for");
                                        }));
        var pushed = Promise.<String>promise();
        var client = client(Protocol.HTTP_2, server);
        String asked =
                in(
                                servers, // the one with other greenlets
                                () ->
                                        client.request(HttpMethod.GET, "/")
                                                .compose(request -> {
                                                    request.pushHandler(
                                                            GreenletHandler.of(
                                                                    (HttpClientRequest push) ->
                                                                            pushed.complete(
                                                                                    bodyOfPushed(
                                                                                            push))));
                                                    return statusAndBody(request.send());
                                                }))
                        .await(FAR, TimeUnit.SECONDS);
        assertEquals("200 asked for", asked);
        assertEquals("pushed", pushed.future().await(FAR, TimeUnit.SECONDS));
    }

    private static String bodyOfPushed(HttpClientRequest push) {
        HttpClientResponse response = VertxFutures.await(push.response());
        return VertxFutures.await(response.body()).toString();
    }

    // ---------------------------------------------------------------- vertx-web

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void routes_that_wait_leave_the_body_to_later_ones(Protocol protocol) throws Exception {
        var router = Router.router(vertx);
        router.route().handler(GreenletRoute.of(this::admits));
        router.route().handler(BodyHandler.create());
        router.route()
                .handler(
                        GreenletRoute.of(routing -> {
                            VertxFutures.await(vertx.timer(2));
                            routing.response().end("got " + routing.body().length());
                        }));
        HttpServer server = serve(protocol, router);
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
        assertEquals("200 got -1", get(Protocol.HTTP_1, server, "/"));
        assertEquals("401 Unauthorized", upload(protocol, server, "/secret"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_2"})
    void routes_that_go_on_while_paused_find_it_so(Protocol protocol) throws Exception {
        var router = Router.router(vertx);
        router.route().handler(GreenletRoute.of(this::admits));
        router.route().handler(GreenletRoute.of(routing -> pausesAndWaits(routing.request())));
        HttpServer server = serve(protocol, router);
        assertEquals("200 got " + PIECES * PIECE, upload(protocol, server, "/"));
    }

    @Test
    void a_route_becomes_a_web_socket_after_a_wait() throws Exception {
        var router = Router.router(vertx);
        router.route().handler(GreenletRoute.of(this::admits));
        router.route("/socket")
                .handler(
                        GreenletRoute.of(routing ->
                                answer(VertxFutures.await(routing.request().toWebSocket()))));
        HttpServer server = serve(Protocol.HTTP_1, router);
        for (int i = 0; i < 20; i++) {
            assertEquals("1 hello", talk(server));
        }
    }

    private void admits(RoutingContext routing) {
        routing.request().pause();
        VertxFutures.await(vertx.timer(5));
        if (routing.request().path().equals("/secret")) {
            routing.fail(401);
        } else {
            routing.next();
        }
    }

    // ---------------------------------------------------------------- clients

    /// Sends pieces with some time between them.
    private String upload(Protocol protocol, HttpServer server, String path) throws Exception {
        HttpClientAgent client = client(protocol, server);
        return client.request(HttpMethod.POST, path)
                .compose(request -> {
                    request.setChunked(true);
                    var answer = statusAndBody(request.response());
                    sendPieces(request, PIECES);
                    return answer;
                })
                .await(FAR, TimeUnit.SECONDS);
    }

    private void sendPieces(HttpClientRequest request, int left) {
        request.write(Buffer.buffer(new byte[PIECE]));
        if (left > 1) {
            vertx.setTimer(1, _ -> sendPieces(request, left - 1));
        } else {
            request.end();
        }
    }

    private String get(Protocol protocol, HttpServer server, String path) throws Exception {
        return statusAndBody(
                        client(protocol, server)
                                .request(HttpMethod.GET, path)
                                .compose(HttpClientRequest::send))
                .await(FAR, TimeUnit.SECONDS);
    }

    private static Future<String> statusAndBody(Future<HttpClientResponse> sent) {
        return HttpOnVertx.statusAndBody(sent);
    }
}
