package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxStreams;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service that asks who is there, and then hands an upload on to another service, part by part.
class VertxRelayTest {
    private Vertx vertx;
    private HttpServer other;
    private HttpServer relay;
    private HttpClient stock;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        other =
                serve(request ->
                        request.body()
                                .onSuccess(
                                        body -> request.response().end("stored " + body.length())));
        stock = client(other);
        relay = serve(GreenletHandler.request(this::relay));
    }

    private HttpServer serve(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer().requestHandler(handler).listen(0, "localhost").await();
    }

    private HttpClient client(HttpServer server) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("localhost")
                        .setDefaultPort(server.actualPort()));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    // @start region="docs"
    private void relay(HttpServerRequest request) {
        request.pause(); // its body has to wait until we know who asks
        if (!VertxFutures.await(mayAsk(request))) {
            request.response().setStatusCode(401).end();
            return;
        }
        HttpClientRequest onward =
                VertxFutures.await(stock.request(HttpMethod.POST, request.path()));
        onward.setChunked(true);
        for (Buffer part : VertxStreams.items(request)) {
            VertxStreams.write(onward, part); // waits while the other side is slow
        }
        HttpClientResponse answer = VertxFutures.await(onward.send());
        Buffer body = VertxFutures.await(answer.body()); // nothing of it was lost
        request.response().setStatusCode(answer.statusCode()).end(body);
    }

    // @end

    private Future<Boolean> mayAsk(HttpServerRequest request) {
        return vertx.timer(5).map(_ -> !request.path().equals("/secret"));
    }

    @Test
    void uploads_are_handed_on_whole_or_refused() throws Exception {
        assertEquals("200 stored 500000", post("/"));
        assertEquals("401 ", post("/secret"));
    }

    private String post(String path) throws Exception {
        return client(relay)
                .request(HttpMethod.POST, path)
                .compose(request -> request.send(Buffer.buffer(new byte[500_000])))
                .compose(answer ->
                        answer.body().map(body -> answer.statusCode() + " " + body.toString()))
                .await(30, TimeUnit.SECONDS);
    }
}
