package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A server that knows nothing of greenlets runs its handlers as greenlets, since it takes an executor.
final class HttpOnHub {
    private HttpOnHub() {}

    static void main() throws IOException {
        try (Hub hub = Hub.open()) {
            HttpServer server = start(hub);
            IO.println("http://localhost:" + server.getAddress().getPort());
            IO.readln("Return stops it.");
            server.stop(0);
        }
    }

    // @start region="readme"
    static HttpServer start(Hub hub) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(hub.executor());
        server.createContext("/", HttpOnHub::answer);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        Greenlet.sleep(Duration.ofMillis(10)); // holds up this request, and no other
        byte[] text = ("Served by " + Greenlet.current().hub().name()).getBytes(UTF_8);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
    // @end
}
