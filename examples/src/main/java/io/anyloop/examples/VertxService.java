package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.GreenletVerticle;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;

/// A service on Vert.x, of which one handler calls another service in blocking code, on the event loop.
final class VertxService extends GreenletVerticle {
    private final URI stock;
    private HttpServer server;

    VertxService(URI stock) {
        this.stock = stock;
    }

    static void main(String... args) {
        Vertx.vertx().deployVerticle(new VertxService(URI.create(args[0]))).await();
    }

    // @start region="readme"
    @Override
    protected void start() {
        var greenlets = GreenletHandler.request(this::answer);
        Handler<HttpServerRequest> routes =
                request -> {
                    if (request.path().equals("/health")) {
                        request.response().end("fine"); // a callback, as ever
                    } else {
                        greenlets.handle(request);
                    }
                };
        server = vertx.createHttpServer().requestHandler(routes).listen(0, "localhost").await();
    }

    private void answer(HttpServerRequest request) throws IOException {
        var connection = stock.resolve(request.path()).toURL().openConnection();
        try (var in = connection.getInputStream()) { // waits, and holds up no other request
            request.response().end("In stock: " + new String(in.readAllBytes(), UTF_8));
        }
    }

    // @end

    int port() {
        return server.actualPort();
    }
}
