package io.anyloop.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.examples.jdbc.ShopService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks [ShopService], on one event loop, many questions at once: each way the same, over a database whose every answer takes
/// a while. Prints `key=number` lines.
final class ShopRun {
    static final int REQUESTS = 200;

    /// So many at once, each with a connection of its own.
    private static final int CLIENTS = 20;

    private static final String GOODS =
            "create table if not exists goods(id int primary key, name text);"
                    + " insert into goods select n, 'thing ' || n from generate_series(0, 9) n"
                    + " on conflict do nothing;"
                    + " create or replace view item as"
                    + " select goods.id, goods.name from goods, pg_sleep(0.05)";

    private ShopRun() {}

    /// @param args URL, user
    public static void main(String[] args) throws Exception {
        var config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setMaximumPoolSize(CLIENTS);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (var database = new Watched(config);
                var threads = Executors.newFixedThreadPool(2 * CLIENTS)) {
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(GOODS);
            }
            HttpServer stock = stock(threads);
            var site = URI.create("http://localhost:" + stock.getAddress().getPort() + "/");
            var service = new ShopService(database, site);
            vertx.deployVerticle(service).await();
            for (String way : List.of("before", "after")) {
                database.onLoop.set(0);
                ask(way, service.port());
                IO.println(way + ".onLoop=" + database.onLoop);
            }
            stock.stop(0);
        } finally {
            vertx.close().await();
        }
    }

    private static HttpServer stock(ExecutorService threads) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var stock = HttpServer.create(here, REQUESTS);
        stock.setExecutor(threads);
        stock.createContext(
                "/",
                exchange -> {
                    byte[] count = ("1" + exchange.getRequestURI().getPath()).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, count.length);
                    exchange.getResponseBody().write(count);
                    exchange.close();
                });
        stock.start();
        return stock;
    }

    private static void ask(String way, int port) throws Exception {
        long begin = System.nanoTime();
        var answers = new ArrayList<Future<String>>();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < REQUESTS; i++) {
                var uri = URI.create("http://localhost:%d/%s/%d".formatted(port, way, i % 10));
                Callable<String> ask =
                        () -> {
                            try (var in = uri.toURL().openStream()) {
                                return new String(in.readAllBytes(), UTF_8);
                            }
                        };
                answers.add(clients.submit(ask));
            }
        }
        int right = 0;
        for (int i = 0; i < REQUESTS; i++) {
            int item = i % 10;
            if (answers.get(i).get().equals("thing %d: 1/%d".formatted(item, item))) {
                right++;
            }
        }
        IO.println(way + ".right=" + right);
        IO.println(way + ".millis=" + (System.nanoTime() - begin) / 1_000_000);
    }

    /// Counts those who come on the event loop's thread, which a virtual thread names when it is printed.
    private static final class Watched extends HikariDataSource {
        private final AtomicInteger onLoop = new AtomicInteger();

        Watched(HikariConfig config) {
            super(config);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Thread.currentThread().toString().contains("@vert.x-eventloop-thread")) {
                onLoop.incrementAndGet();
            }
            return super.getConnection();
        }
    }
}
