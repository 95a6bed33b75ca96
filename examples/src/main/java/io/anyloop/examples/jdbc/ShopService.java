package io.anyloop.examples.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.GreenletVerticle;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A service as Vert.x applications have them: an answer needs the database and another service. Paths that begin with
/// `/before` are answered by callbacks, those that begin with `/after` by a greenlet.
public final class ShopService extends GreenletVerticle {
    private final DataSource database;
    private final URI stock;
    private HttpClient client;
    private HttpServer server;

    public ShopService(DataSource database, URI stock) {
        this.database = database;
        this.stock = stock;
    }

    @Override
    protected void start() {
        client = vertx.createHttpClient();
        Handler<HttpServerRequest> before = this::before;
        Handler<HttpServerRequest> after = GreenletHandler.request(this::after);
        server =
                vertx.createHttpServer()
                        .requestHandler(request ->
                                (request.path().startsWith("/before") ? before : after)
                                        .handle(request))
                        .listen(0, "localhost")
                        .await();
    }

    // @start region="before"
    private void before(HttpServerRequest request) {
        int item = item(request);
        vertx.executeBlocking(() -> name(item), false) // on another thread
                .compose(name -> count(item).map(count -> name + ": " + count))
                .onSuccess(text -> request.response().end(text))
                .onFailure(e -> request.response().setStatusCode(500).end());
    }

    private Future<Buffer> count(int item) {
        return client.request(HttpMethod.GET, stock.getPort(), stock.getHost(), "/" + item)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body);
    }

    // @end

    // @start region="after"
    private void after(HttpServerRequest request) throws IOException, SQLException {
        int item = item(request);
        String name = name(item); // waits for the database
        try (var in = stock.resolve("/" + item).toURL().openStream()) { // and for the service
            request.response().end(name + ": " + new String(in.readAllBytes(), UTF_8));
        }
    }

    // @end

    // @start region="both"
    private String name(int item) throws SQLException {
        try (var connection = database.getConnection();
                var question = connection.prepareStatement("select name from item where id = ?")) {
            question.setInt(1, item);
            var answer = question.executeQuery();
            answer.next();
            return answer.getString(1);
        }
    }

    // @end

    private static int item(HttpServerRequest request) {
        String path = request.path();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    public int port() {
        return server.actualPort();
    }
}
