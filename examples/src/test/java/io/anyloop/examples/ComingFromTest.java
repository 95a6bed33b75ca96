package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The programs of the pages for those who come from virtual threads, or bring a program that knows nothing of hubs.
class ComingFromTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<String> BEERS = List.of("pale ale", "stout", "porter");
    private static final Map<String, Integer> PRICES =
            Map.of("pale ale", 8, "stout", 5, "porter", 6);

    @Test
    void threads_and_greenlets_find_the_same_prices() throws Exception {
        assertEquals(PRICES, FromVirtualThreads.onThreads(BEERS, String::length, LONG));
        try (Hub hub = Hub.open("sim")) {
            assertEquals(
                    PRICES, hub.call(() -> FromVirtualThreads.onHub(BEERS, String::length, LONG)));
        }
    }

    @Test
    void what_comes_too_late_is_left_out() throws Exception {
        FromVirtualThreads.Shop slowForStout =
                beer -> {
                    Greenlet.sleep(Duration.ofSeconds(beer.equals("stout") ? 100 : 1));
                    return beer.length();
                };
        try (Hub hub = Hub.open("sim")) {
            assertEquals(
                    Map.of("pale ale", 8, "porter", 6),
                    hub.call(() -> FromVirtualThreads.onHub(BEERS, slowForStout, LONG)));
        }
    }

    private interface Service {
        void serve(ServerSocket server) throws IOException;
    }

    /// Twenty guests at once, and what each of them was told.
    private static List<String> answers(Service service) throws Exception {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var serving = Thread.ofPlatform().start(() -> serve(service, server));
        try {
            return Clients.run(20, _ -> () -> ask(server));
        } finally {
            server.close();
            serving.join(LONG);
        }
    }

    private static void serve(Service service, ServerSocket server) {
        try {
            service.serve(server);
        } catch (IOException closed) {
            // The guests have gone.
        }
    }

    @Test
    void a_plain_server_serves_its_guests_on_a_hub() throws Exception {
        assertEquals(
                Collections.nCopies(20, "served by a virtual thread"),
                answers(PlainServer::serveOnHub));
    }

    @Test
    void and_on_threads_as_ever() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            assertEquals(
                    Collections.nCopies(20, "served by a thread"),
                    answers(server -> PlainServer.serve(server, threads)));
        }
    }

    private static String ask(ServerSocket server) throws Exception {
        try (Socket guest = Clients.connect(server)) {
            return new String(guest.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
