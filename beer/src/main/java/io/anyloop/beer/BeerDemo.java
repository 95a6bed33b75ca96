package io.anyloop.beer;

import io.anyloop.Hub;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Starts the service, with servers of its own where none are named, and a crowd that drinks; or goes on serving.
final class BeerDemo {
    private static final String USAGE =
            """
            ./anyloop demo beer [--database JDBC_URL] [--broker AMQP_URI] [--serve [PORT]]
              Starts a service on one hub: HTTP, PostgreSQL, AMQP. Without --database it starts a PostgreSQL that is
              installed here, without --broker an AMQP broker within itself. A crowd of clients orders beer; with --serve
              it goes on until Ctrl-C, and the clients are yours.\
            """;

    private final Deque<AutoCloseable> servers = new ArrayDeque<>();
    private String database;
    private URI broker;
    private int port;
    private boolean serve;

    private BeerDemo() {}

    static void main(String... args) throws Exception {
        var demo = new BeerDemo();
        if (!demo.understands(new ArrayDeque<>(List.of(args)))) {
            System.err.println(USAGE);
            System.exit(2);
        }
        int status = 1;
        try {
            demo.startServers();
            status = demo.run() ? 0 : 1;
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } finally {
            demo.stopServers();
        }
        System.exit(status);
    }

    private boolean understands(Deque<String> args) {
        while (!args.isEmpty()) {
            String option = args.pop();
            if (option.equals("--serve")) {
                serve = true;
                port = args.isEmpty() || args.peek().startsWith("--") ? 8080 : number(args.pop());
            } else if (option.equals("--database") && !args.isEmpty()) {
                database = args.pop();
            } else if (option.equals("--broker") && !args.isEmpty()) {
                broker = URI.create(args.pop());
            } else {
                return false;
            }
        }
        return port >= 0;
    }

    private static int number(String word) {
        return word.matches("\\d{1,5}") ? Integer.parseInt(word) : -1;
    }

    private void startServers() throws Exception {
        if (database == null) {
            LocalPostgres postgres = LocalPostgres.start(System.getenv("PATH"));
            servers.push(postgres);
            database = postgres.url();
        }
        if (broker == null) {
            LocalBroker local = LocalBroker.start();
            servers.push(local);
            broker = local.uri();
        }
    }

    private boolean run() throws Exception {
        var settings =
                new BeerService.Settings(
                        port, database, 8, broker, Duration.ofSeconds(5), Duration.ofMillis(20));
        Hub hub = Hub.builder().name("beer").open();
        try {
            BeerService service = hub.call(() -> new BeerService(hub, settings));
            var site = URI.create("http://localhost:" + service.port());
            if (serve) {
                serve(hub, site);
            }
            Crowd.Tally tally = new Crowd(site, 50, 20).drink(hub);
            IO.println(tally);
            return tally.isRight();
        } finally {
            hub.drain(Duration.ofSeconds(10));
        }
    }

    /// Until the program is ended, which ends all in order.
    private void serve(Hub hub, URI site) throws InterruptedException {
        IO.println(
                """
                The beer service runs on hub %s, loop %s. Ctrl-C ends it. Try:
                  curl %s/beers
                  curl -d '{"guest": "me"}' %s/beers/1/orders
                  curl %s/orders/1\
                """
                        .formatted(hub.name(), hub.loopName(), site, site, site));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            hub.drain(Duration.ofSeconds(10));
                            stopServers();
                        }));
        Thread.currentThread().join();
    }

    private void stopServers() {
        while (!servers.isEmpty()) {
            try {
                servers.pop().close();
            } catch (Exception e) {
                System.err.println(e.getMessage());
            }
        }
    }
}
