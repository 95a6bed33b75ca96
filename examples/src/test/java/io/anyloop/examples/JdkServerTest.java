package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The JDK's own HTTP server, told to run its handlers as greenlets.
class JdkServerTest {
    private static final int REQUESTS = 20;

    @OnEachLoop
    void its_handlers_are_greenlets_of_the_hub(String loop) throws Exception {
        Set<String> handlers = ConcurrentHashMap.newKeySet();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Hub hub = Hub.open(loop);
                HttpClient client = HttpClient.newHttpClient()) {
            server.createContext("/", exchange -> answer(exchange, hub, handlers));
            server.setExecutor(hub.executor());
            server.start();
            URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("from " + hub.name(), answer.get().body());
            }
            assertTrue(handlers.size() >= 2, "one greenlet a request, not one for all");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, Hub hub, Set<String> handlers)
            throws IOException {
        handlers.add(Greenlet.current().name());
        Greenlet.sleep(Duration.ofMillis(5));
        byte[] body = ("from " + Hub.current().name()).getBytes(StandardCharsets.UTF_8);
        assertEquals(hub, Hub.current());
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
