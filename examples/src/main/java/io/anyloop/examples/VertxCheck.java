package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.anyloop.Hub;
import io.anyloop.group.Pool;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// [VertxService], asked by greenlets of the hub. The service that it calls is on threads of its own.
record VertxCheck(int requests) implements Check {
    @Override
    public String name() {
        return "http";
    }

    @Override
    public String run(Hub hub) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var stock =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), requests);
            stock.setExecutor(threads);
            stock.createContext(
                    "/",
                    exchange -> {
                        byte[] path = exchange.getRequestURI().getPath().getBytes(UTF_8);
                        exchange.sendResponseHeaders(200, path.length);
                        exchange.getResponseBody().write(path);
                        exchange.close();
                    });
            stock.start();
            try {
                return ask(hub, vertx, stock.getAddress().getPort());
            } finally {
                stock.stop(0);
            }
        } finally {
            vertx.close().await();
        }
    }

    private String ask(Hub hub, Vertx vertx, int stock) throws Exception {
        var service = new VertxService(URI.create("http://localhost:" + stock + "/"));
        vertx.deployVerticle(service).await();
        var site = URI.create("http://localhost:" + service.port() + "/");
        Wrong.unless(get(site.resolve("/health")).equals("fine"), "the service is ill");
        List<Integer> all = IntStream.range(0, requests).boxed().toList();
        List<String> answers =
                hub.call(() -> {
                    try (var pool = new Pool(20)) {
                        return pool.map(all, n -> get(site.resolve("/item/" + n)));
                    }
                });
        for (int n : all) {
            String right = "In stock: /item/" + n;
            Wrong.unless(answers.get(n).equals(right), "\"%s\" for item %d", answers.get(n), n);
        }
        return "%d requests, each calls another service".formatted(requests);
    }

    private static String get(URI uri) throws IOException {
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
