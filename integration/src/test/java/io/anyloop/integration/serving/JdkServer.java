package io.anyloop.integration.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// `com.sun.net.httpserver`: one thread of its own selects, everything else runs in its executor.
record JdkServer(HttpServer server) implements Server {
    static Server start(Hub hub, Handling handling) throws IOException {
        // @start region="jdk"
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(here, 0);
        server.setExecutor(hub.executor()); // before start
        server.createContext("/", exchange -> handle(exchange, handling));
        server.start();
        // @end
        return new JdkServer(server);
    }

    private static void handle(HttpExchange exchange, Handling handling) throws IOException {
        try (exchange) {
            handling.handle(new OfJdk(exchange));
        }
    }

    private record OfJdk(HttpExchange exchange) implements Exchange {
        @Override
        public String path() {
            return exchange.getRequestURI().getPath();
        }

        @Override
        public InputStream body() {
            return exchange.getRequestBody();
        }

        @Override
        public OutputStream answer(int length) throws IOException {
            exchange.sendResponseHeaders(200, length);
            return exchange.getResponseBody();
        }
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(1);
    }
}
