package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
