package io.anyloop.examples.models;

import io.anyloop.vertx.GreenletHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

/// A service whose answers to `/query` need a database, by a driver that blocks; `/health` and `/ok` need nothing.
final class QueryService extends VerticleBase {
    private final Kind kind;
    private final int database;
    private final int port;
    private HttpServer server;

    /// @param database the port of the database
    /// @param port the port to listen on; several instances share it
    QueryService(Kind kind, int database, int port) {
        this.kind = kind;
        this.database = database;
        this.port = port;
    }

    // @start region="service"
    @Override
    public Future<?> start() {
        Handler<HttpServerRequest> queries =
                switch (kind) {
                    case CALLBACKS -> this::answerLater;
                    case WORKER, VIRTUAL_THREADS -> this::answer;
                    case GREENLETS -> GreenletHandler.request(this::answer);
                };
        server = vertx.createHttpServer();
        return server.requestHandler(
                        request -> {
                            switch (request.path()) {
                                case "/health", "/ok" -> request.response().end("fine");
                                case "/loop" -> request.response().end(eventLoop());
                                default -> queries.handle(request);
                            }
                        })
                .listen(port, "localhost");
    }

    private void answer(HttpServerRequest request) {
        request.response().end(query(request.query()));
    }

    private void answerLater(HttpServerRequest request) {
        String what = request.query();
        vertx.executeBlocking(() -> query(what), false)
                .onSuccess(request.response()::end)
                .onFailure(_ -> request.response().setStatusCode(500).end());
    }

    // @end

    /// What a driver does that knows nothing of Vert.x: it blocks.
    private String query(String what) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), database)) {
            socket.getOutputStream().write((what + "\n").getBytes());
            return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
        } catch (IOException e) {
            throw new IllegalStateException("The database does not answer.", e);
        }
    }

    private String eventLoop() {
        var eventLoop = ((ContextInternal) context).nettyEventLoop();
        return Integer.toString(System.identityHashCode(eventLoop));
    }
}
