package io.anyloop.beer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/// The service's HTTP: the JDK's server, whose handlers are greenlets since it takes an executor.
final class Bar implements AutoCloseable {
    private static final Answer LATE = new Answer(503, Map.of("error", "too late"));
    private static final Answer NONE = new Answer(404, Map.of("error", "no such thing"));
    private static final Answer BAD = new Answer(400, Map.of("error", "say {\"guest\": NAME}"));
    private static final Answer OUT = new Answer(409, Map.of("error", "out of it"));
    private static final System.Logger LOG = System.getLogger("io.anyloop.beer");

    private final ObjectMapper json = new ObjectMapper();
    private final Cellar cellar;
    private final Brewery brewery;
    private final Duration limit;
    private final HttpServer server;

    private record Answer(int status, Object body) {}

    Bar(Hub hub, int port, Cellar cellar, Brewery brewery, Duration limit) throws IOException {
        this.cellar = cellar;
        this.brewery = brewery;
        this.limit = limit;
        System.setProperty("sun.net.httpserver.nodelay", "true"); // head and body are two writes
        server = HttpServer.create(new InetSocketAddress("localhost", port), 1_000);
        server.setExecutor(hub.executor()); // each request is a greenlet
        server.createContext("/", this::handle);
        server.start();
    }

    // @start region="handle"
    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = Timeout.callOr(patience(exchange), () -> answer(exchange), LATE);
            byte[] body = json.writeValueAsBytes(answer.body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
        try {
            return switch (exchange.getRequestMethod() + " " + path[0] + " " + path.length) {
                case "GET beers 1" -> new Answer(200, cellar.beers());
                case "GET beers 2" -> found(cellar.beer(Integer.parseInt(path[1])));
                case "GET orders 2" -> found(cellar.order(Long.parseLong(path[1])));
                case "POST beers 3" -> order(Integer.parseInt(path[1]), exchange);
                default -> NONE;
            };
        } catch (NumberFormatException e) {
            return NONE;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "the database", e); // also where a limit cut it off
            return new Answer(500, Map.of("error", "the cellar is closed"));
        }
    }

    private Answer order(int beer, HttpExchange exchange) throws IOException, SQLException {
        JsonNode guest = json.readTree(exchange.getRequestBody()).path("guest");
        if (!guest.isTextual()) {
            return BAD;
        }
        OptionalLong id = cellar.order(beer, guest.textValue()); // in the database, for good
        if (id.isEmpty()) {
            return cellar.beer(beer) == null ? NONE : OUT;
        }
        brewery.brew(id.getAsLong()); // and on its way by AMQP
        return new Answer(201, new Order(id.getAsLong(), beer, guest.textValue(), "ordered"));
    }

    // @end

    private static Answer found(Object one) {
        return one == null ? NONE : new Answer(200, one);
    }

    /// What the service allows, or less, if the client says so.
    private Duration patience(HttpExchange exchange) {
        String millis = exchange.getRequestHeaders().getFirst("Patience-Millis");
        if (millis == null || !millis.matches("\\d{1,6}")) {
            return limit;
        }
        Duration asked = Duration.ofMillis(Integer.parseInt(millis));
        return asked.compareTo(limit) < 0 ? asked : limit;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Takes no more requests, and answers those that are here.
    @Override
    public void close() {
        server.stop((int) limit.toSeconds() + 1);
    }
}
