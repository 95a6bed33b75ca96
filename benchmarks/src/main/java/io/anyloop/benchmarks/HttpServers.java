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
import java.util.function.BiFunction;

/// The same HTTP service on one event loop of Vert.x's, written in three ways: `/plaintext` answers at once, `/timer` after
/// a timer of a millisecond, `/socket` after an echo server has answered a blocking socket of the JDK's.
final class HttpServers {
    static final String PLAINTEXT = "/plaintext";
    static final String TIMER = "/timer";
    static final String SOCKET = "/socket";
    private static final int FAILED = 500;

    /// What [#PLAINTEXT] is answered with, here and by others.
    static final String HELLO_TEXT = "Hello, World!";

    private static final Buffer HELLO = Buffer.buffer(HELLO_TEXT);

    /// How it is written.
    enum Style {
        CALLBACKS(ThreadingModel.EVENT_LOOP, HttpServers::callbacks),
        GREENLETS(ThreadingModel.EVENT_LOOP, HttpServers::greenlets),
        VIRTUAL_THREADS(ThreadingModel.VIRTUAL_THREAD, HttpServers::virtualThreads);

        final ThreadingModel model;
        final BiFunction<Vertx, Backend, Handler<HttpServerRequest>> handler;

        Style(
                ThreadingModel model,
                BiFunction<Vertx, Backend, Handler<HttpServerRequest>> handler) {
            this.model = model;
            this.handler = handler;
        }
    }

    private HttpServers() {}

    /// Serves until standard input ends.
    ///
    /// @param args the style, and the port of the echo server
    public static void main(String[] args) throws IOException {
        Style style = Style.valueOf(args[0]);
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        Service service = new Service(style, new Backend(Integer.parseInt(args[1])));
        vertx.deployVerticle(service, new DeploymentOptions().setThreadingModel(style.model))
                .await();
        EchoServers.serveAt(service.server.actualPort());
    }

    private static final class Service extends VerticleBase {
        private final Style style;
        private final Backend backend;
        private volatile HttpServer server;

        Service(Style style, Backend backend) {
            this.style = style;
            this.backend = backend;
        }

        @Override
        public Future<?> start() {
            server = vertx.createHttpServer().requestHandler(style.handler.apply(vertx, backend));
            return server.listen(0, "localhost");
        }
    }

    private static Handler<HttpServerRequest> callbacks(Vertx vertx, Backend backend) {
        return request -> {
            switch (request.path()) {
                case PLAINTEXT -> request.response().end(HELLO);
                case TIMER -> vertx.timer(1).onSuccess(_ -> request.response().end(HELLO));
                case SOCKET ->
                        vertx.executeBlocking(backend::ask, false)
                                .onSuccess(_ -> request.response().end(HELLO))
                                .onFailure(_ -> fail(request));
                default -> fail(request);
            }
        };
    }

    private static Handler<HttpServerRequest> greenlets(Vertx vertx, Backend backend) {
        return GreenletHandler.request(request -> {
            switch (request.path()) {
                case PLAINTEXT -> request.response().end(HELLO);
                case TIMER -> {
                    VertxFutures.await(vertx.timer(1));
                    request.response().end(HELLO);
                }
                case SOCKET -> {
                    backend.ask();
                    request.response().end(HELLO);
                }
                default -> fail(request);
            }
        });
    }

    private static Handler<HttpServerRequest> virtualThreads(Vertx vertx, Backend backend) {
        return request -> {
            switch (request.path()) {
                case PLAINTEXT -> request.response().end(HELLO);
                case TIMER -> {
                    vertx.timer(1).await();
                    request.response().end(HELLO);
                }
                case SOCKET -> {
                    try {
                        backend.ask();
                        request.response().end(HELLO);
                    } catch (IOException e) {
                        fail(request);
                    }
                }
                default -> fail(request);
            }
        };
    }

    private static void fail(HttpServerRequest request) {
        request.response().setStatusCode(FAILED).end();
    }
}
