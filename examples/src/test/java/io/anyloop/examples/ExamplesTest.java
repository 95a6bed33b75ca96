package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.group.HubGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs each program. The three that serve are run by [DemoTest].
class ExamplesTest {
    private static final String ORDERS = "apples 3\npears 4\n";
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    @OnEachLoop
    void the_same_code_counts_on_a_plain_thread_and_in_a_greenlet(String loop) throws Exception {
        assertEquals(7, SameCode.count(new BufferedReader(new StringReader(ORDERS))));
        try (Hub hub = Hub.open(loop)) {
            assertEquals(7, hub.call(() -> SameCode.countFromSocket(ORDERS)));
        }
    }

    @OnEachLoop
    void a_limit_ends_a_read(String loop) throws Exception {
        try (ServerSocket silent = Clients.listen(1);
                Hub hub = Hub.open(loop)) {
            assertEquals("too late", hub.call(() -> Limits.ask(silent, SHORT)));
            assertEquals("nothing yet", hub.call(() -> Limits.peek(silent, SHORT)));
        }
    }

    @Test
    void a_limit_that_is_kept_changes_nothing() throws Exception {
        try (ServerSocket server = Clients.listen(1);
                Hub hub = Hub.open("select")) {
            Thread.ofPlatform().start(() -> answer(server));
            assertEquals("at once", hub.call(() -> Limits.ask(server, LONG)));
        }
    }

    private static void answer(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getOutputStream().write("at once".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @OnEachLoop
    void a_limit_holds_for_a_block(String loop) {
        try (Hub hub = Hub.open(loop)) {
            var times = List.of(Duration.ZERO, Duration.ofMillis(1), LONG, LONG);
            assertEquals(2, hub.call(() -> Limits.sleepAll(times, Duration.ofMillis(200))));
        }
    }

    @OnEachLoop
    void greenlets_wait_for_other_threads(String loop) {
        try (Hub hub = Hub.open(loop)) {
            assertEquals(
                    List.of(0L, 500_500L, 2_001_000L),
                    hub.call(() -> CrossThread.waitForOthers(3)));
        }
    }

    @OnEachLoop
    void other_threads_let_greenlets_work(String loop) {
        try (Hub hub = Hub.open(loop)) {
            assertEquals(List.of(0L, 500_500L, 2_001_000L), CrossThread.letOthersIn(hub, 3));
        }
    }

    @OnEachLoop
    void stages_hand_on_through_queues(String loop) {
        try (Hub hub = Hub.open(loop)) {
            assertEquals(
                    Map.of("a", 3, "rose", 3, "is", 2),
                    hub.call(() -> Pipeline.count(List.of("a rose is a rose", "is a rose"), 3)));
        }
    }

    /// Not in virtual time, which jumps to the limit while the other thread works.
    @Test
    void callbacks_become_results() {
        Callbacks.Prices prices =
                (beer, answer, failure) ->
                        Thread.ofPlatform().start(() -> decide(beer, answer, failure));
        try (Hub hub = Hub.open("select")) {
            var callbacks = new Callbacks(prices);
            assertEquals(8, hub.call(() -> callbacks.price("pale ale")));
            var refused =
                    assertThrows(
                            IllegalStateException.class, () -> hub.call(() -> callbacks.price("")));
            assertEquals("no beer", refused.getMessage());
        }
    }

    private static void decide(String beer, Consumer<Integer> answer, Consumer<Throwable> failure) {
        if (beer.isEmpty()) {
            failure.accept(new IllegalStateException("no beer"));
        } else {
            answer.accept(beer.length());
        }
    }

    @OnEachLoop
    void a_crew_ends_together(String loop) throws Exception {
        try (Hub hub = Hub.open(loop)) {
            assertEquals(
                    List.of("beer", "price"),
                    hub.call(() -> Crew.both(() -> "beer", () -> "price")));
            var failure = new IOException("no price");
            var thrown =
                    assertThrows(
                            IOException.class,
                            () ->
                                    hub.call(() ->
                                            Crew.both(
                                                    () -> {
                                                        Greenlet.sleep(LONG);
                                                        return "beer";
                                                    },
                                                    () -> {
                                                        throw failure;
                                                    })));
            assertSame(failure, thrown);
        }
    }

    @OnEachLoop
    void blocking_work_is_done_elsewhere(String loop, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
        try (Hub hub = Hub.open(loop)) {
            assertEquals(2, hub.call(() -> BlockingWork.lines(file)));
            String version = hub.call(() -> BlockingWork.javaVersion()).getFirst();
            assertTrue(version.contains(System.getProperty("java.version")), version);
        }
    }

    @OnEachLoop
    void a_server_of_the_jdk_runs_on_the_hub(String loop) throws Exception {
        try (Hub hub = Hub.builder().loop(loop).name("brewery").closedWorld(false).open()) {
            var server = HttpOnHub.start(hub);
            try (var client = HttpClient.newHttpClient()) {
                var request =
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort()))
                                .build();
                assertEquals(
                        "Served by brewery",
                        client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void a_key_stays_on_its_hub() {
        assertEquals(
                Map.of("ann", 3, "bob", 7),
                ManyHubs.balances(List.of("ann 5", "bob 7", "ann -2"), 2));
    }

    @OnEachLoop
    void all_hubs_of_a_group_serve_one_port(String loop) throws Exception {
        try (var group =
                HubGroup.open(2, number -> Hub.builder().loop(loop).name("hub " + number))) {
            assertEquals(Set.of("hub 0", "hub 1"), OnePort.hubsThatServe(group, 60));
        }
    }
}
