package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/// What tests of handlers for HTTP have in common: a server, clients, and a hub that may have to do.
abstract class HttpOnVertx extends OnVertx {
    static final int MEGABYTE = 1 << 20;

    /// Then a greenlet has to wait for its turn, and what it was made for is held back meanwhile.
    @Parameter(1)
    boolean isBusy;

    @BeforeEach
    void keepBusy() throws Exception {
        if (isBusy) {
            onLoop(() ->
                    VertxHub.of(vertx)
                            .spawn(() -> {
                                while (true) {
                                    Greenlet.yield();
                                }
                            }));
        }
    }

    HttpServer serve(Handler<HttpServerRequest> handler) throws Exception {
        return onLoop(() ->
                        hold(vertx.createHttpServer())
                                .requestHandler(handler)
                                .listen(0, "localhost"))
                .await();
    }

    HttpClient client() {
        return hold(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1)));
    }

    HttpClient http2Client() {
        return hold(
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false)));
    }

    String ask(HttpClient client, int port, HttpMethod method, Buffer body) {
        return client.request(method, port, "localhost", "/?id=7")
                .compose(request ->
                        statusAndBody(body == null ? request.send() : request.send(body)))
                .timeout(FAR, TimeUnit.SECONDS)
                .await();
    }

    /// As [#bodyOf], a step on the request's event loop.
    static Future<String> statusAndBody(Future<HttpClientResponse> sent) {
        return sent.compose(
                response -> response.body().map(text -> response.statusCode() + " " + text));
    }

    String ask(HttpServer server) {
        return ask(client(), server.actualPort(), HttpMethod.GET, null);
    }
}
