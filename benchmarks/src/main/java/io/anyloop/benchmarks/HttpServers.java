package io.anyloop.benchmarks;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.function.Function;

/// The same HTTP service on one event loop of Vert.x's, written in three ways: `/plaintext` answers at once, `/timer` after
/// a timer of a millisecond.
final class HttpServers {
    static final String PLAINTEXT = "/plaintext";
    static final String TIMER = "/timer";
    private static final Buffer HELLO = Buffer.buffer("Hello, World!");

    /// How it is written.
    enum Style {
        CALLBACKS(ThreadingModel.EVENT_LOOP, HttpServers::callbacks),
        GREENLETS(ThreadingModel.EVENT_LOOP, HttpServers::greenlets),
        VIRTUAL_THREADS(ThreadingModel.VIRTUAL_THREAD, HttpServers::virtualThreads);

        final ThreadingModel model;
        final Function<Vertx, Handler<HttpServerRequest>> handler;

        Style(ThreadingModel model, Function<Vertx, Handler<HttpServerRequest>> handler) {
            this.model = model;
            this.handler = handler;
        }
    }

    private HttpServers() {}

    /// Serves until standard input ends.
    ///
    /// @param args the style
    public static void main(String[] args) throws IOException {
        Style style = Style.valueOf(args[0]);
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        Service service = new Service(style);
        vertx.deployVerticle(service, new DeploymentOptions().setThreadingModel(style.model))
                .await();
        EchoServers.serveAt(service.server.actualPort());
    }

    private static final class Service extends VerticleBase {
        private final Style style;
        private volatile HttpServer server;

        Service(Style style) {
            this.style = style;
        }

        @Override
        public Future<?> start() {
            server = vertx.createHttpServer().requestHandler(style.handler.apply(vertx));
            return server.listen(0, "localhost");
        }
    }

    private static Handler<HttpServerRequest> callbacks(Vertx vertx) {
        return request -> {
            if (request.path().equals(PLAINTEXT)) {
                request.response().end(HELLO);
            } else {
                vertx.timer(1).onSuccess(_ -> request.response().end(HELLO));
            }
        };
    }

    private static Handler<HttpServerRequest> greenlets(Vertx vertx) {
        return GreenletHandler.request(request -> {
            if (!request.path().equals(PLAINTEXT)) {
                VertxFutures.await(vertx.timer(1));
            }
            request.response().end(HELLO);
        });
    }

    private static Handler<HttpServerRequest> virtualThreads(Vertx vertx) {
        return request -> {
            if (!request.path().equals(PLAINTEXT)) {
                vertx.timer(1).await();
            }
            request.response().end(HELLO);
        };
    }
}
