package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.anyloop.vertx.VertxHubOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.shareddata.Lock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What a service on Vert.x takes care of: how it is closed, where threads of libraries run, what comes too late.
final class VertxCare extends GreenletVerticle {
    private HttpServer server;

    int port() {
        return server.actualPort();
    }

    /// Once for each Vert.x, before its first hub is opened.
    static void prepare(Vertx vertx) {
        // @start region="options"
        VertxHub.options(
                vertx,
                new VertxHubOptions()
                        .grace(
                                Duration.ofSeconds(
                                        5)) // for requests under way, once stop has returned
                        .stopLimit(Duration.ofSeconds(30)) // for each stop
                        .endLimit(Duration.ofSeconds(3)) // for greenlets that were killed
                        .hub(hub -> hub.stuckLimit(Duration.ofMillis(200)))); // of every hub
        // @end
    }

    @Override
    protected void start() {
        server =
                VertxFutures.await(
                        vertx.createHttpServer()
                                .requestHandler(request -> request.response().end("here"))
                                .listen(0, "localhost"));
    }

    // @start region="stop"
    @Override
    protected void stop() {
        VertxFutures.await(server.shutdown(Duration.ofSeconds(5)));
    }

    // @end

    static <T> T inAThread(Callable<T> task) throws ExecutionException, InterruptedException {
        // @start region="factory"
        try (var each = Executors.newThreadPerTaskExecutor(Hub.current().threadFactory())) {
            return each.submit(task).get();
        }
        // @end
    }

    static int ask(Vertx vertx, HttpClient client, int port) {
        // @start region="late"
        var lock = VertxFutures.await(vertx.sharedData().getLocalLock("stock"), Lock::release);
        try {
            var request =
                    VertxFutures.await(
                            client.request(HttpMethod.GET, port, "localhost", "/"),
                            HttpClientRequest::reset);
            return VertxFutures.await(request.send()).statusCode();
        } finally {
            lock.release();
        }
        // @end
    }
}
