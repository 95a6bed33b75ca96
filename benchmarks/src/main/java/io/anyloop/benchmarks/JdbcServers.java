package io.anyloop.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.vertx.GreenletHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.function.BiFunction;

/// The same HTTP service on one event loop of Vert.x's: an answer is what a database says.
final class JdbcServers {
    private static final int FAILED = 500;

    /// How it is written.
    enum Style {
        EXECUTE_BLOCKING(JdbcServers::executeBlocking),
        GREENLETS(JdbcServers::greenlets);

        final BiFunction<Vertx, Database, Handler<HttpServerRequest>> handler;

        Style(BiFunction<Vertx, Database, Handler<HttpServerRequest>> handler) {
            this.handler = handler;
        }
    }

    private JdbcServers() {}

    /// Serves until standard input ends.
    ///
    /// @param args the style, and the database
    public static void main(String[] args) throws IOException {
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        Service service = new Service(Style.valueOf(args[0]), new Database(args[1]));
        vertx.deployVerticle(service).await();
        EchoServers.serveAt(service.server.actualPort());
    }

    private static final class Service extends VerticleBase {
        private final Style style;
        private final Database database;
        private volatile HttpServer server;

        Service(Style style, Database database) {
            this.style = style;
            this.database = database;
        }

        @Override
        public Future<?> start() {
            server = vertx.createHttpServer().requestHandler(style.handler.apply(vertx, database));
            return server.listen(0, "localhost");
        }
    }

    private static Handler<HttpServerRequest> executeBlocking(Vertx vertx, Database database) {
        HikariDataSource source = database.blocking();
        return request ->
                vertx.executeBlocking(() -> Database.ask(source), false)
                        .onSuccess(request.response()::end)
                        .onFailure(_ -> request.response().setStatusCode(FAILED).end());
    }

    private static Handler<HttpServerRequest> greenlets(Vertx vertx, Database database) {
        HikariDataSource source = database.blocking();
        return GreenletHandler.request(request -> request.response().end(Database.ask(source)));
    }
}
