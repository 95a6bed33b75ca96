package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Action;
import io.anyloop.server.SpawnPolicy;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many connections a server takes on, by whom they are served, and what becomes of them when it stops.
public abstract class ServerLimitCases extends Cases {

    /// Counts how often it was asked to accept.
    private static final class Counting extends ServerSocket {
        int asked;

        Counting() throws IOException {
            super(0, 50, Talk.HERE);
        }

        @Override
        public Socket accept() throws IOException {
            asked++;
            return super.accept();
        }
    }

    private static List<Socket> connect(int count, int port) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Talk.connect(port));
        }
        return clients;
    }

    private static void close(List<Socket> clients) throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    // ---------------------------------------------------------------- limits

    @Test
    void v06_with_a_limit_the_next_connection_waits_unaccepted_until_one_ends() throws Exception {
        inHub(hub -> {
            var listener = new Counting();
            try (var server = StreamServer.on(listener, Talk::greetAndStay).limit(2).start()) {
                var clients = connect(4, server.port());
                assertEquals("!", Talk.hear(clients.get(0), 1));
                assertEquals("!", Talk.hear(clients.get(1), 1));
                Talk.letTheJdkCatchUp();
                Greenlet.sleep(hub.unit());
                assertEquals(2, server.connections());
                assertEquals(2, listener.asked);
                Talk.say(clients.get(1), ".");
                assertEquals("!", Talk.hear(clients.get(2), 1));
                assertEquals(2, server.connections());
                assertEquals(3, listener.asked);
                Talk.say(clients.get(0), ".");
                assertEquals("!", Talk.hear(clients.get(3), 1));
                close(clients);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v06_a_limit_holds_for_a_spawn_policy_too_and_a_kill_before_the_first_step_frees_a_place()
            throws Exception {
        inHub(hub -> {
            List<Greenlet<?>> spawned = new ArrayList<>();
            SpawnPolicy killsTheFirst =
                    client -> {
                        var greenlet = Greenlet.spawn(client);
                        if (spawned.isEmpty()) {
                            greenlet.killNoWait();
                        }
                        spawned.add(greenlet);
                        return greenlet;
                    };
            try (var server =
                    StreamServer.on(ANYWHERE, Talk::greetAndStay)
                            .spawn(killsTheFirst)
                            .limit(1)
                            .start()) {
                var clients = connect(3, server.port());
                assertTrue(Talk.isClosed(clients.get(0)));
                assertEquals("!", Talk.hear(clients.get(1), 1));
                Talk.letTheJdkCatchUp();
                assertEquals(2, spawned.size());
                Talk.say(clients.get(1), ".");
                assertEquals("!", Talk.hear(clients.get(2), 1));
                close(clients);
                Talk.awaitGone(server);
                assertEquals(3, spawned.size());
            }
        });
    }

    /// One place, and who wants it waits.
    private static final class OnePlace implements SpawnPolicy {
        private final boolean waitsBefore;
        Greenlet<?> last;

        OnePlace(boolean waitsBefore) {
            this.waitsBefore = waitsBefore;
        }

        @Override
        public void awaitRoom() {
            if (waitsBefore && last != null) {
                last.join();
            }
        }

        @Override
        public Greenlet<?> spawn(Action<?> client) {
            if (last != null) {
                last.join();
            }
            last = Greenlet.spawn(client);
            return last;
        }
    }

    @Test
    void v06_a_spawn_policy_may_wait_for_room_before_or_after_accepting() throws Exception {
        for (boolean before : List.of(true, false)) {
            inHub(hub -> {
                var listener = new Counting();
                try (var server =
                        StreamServer.on(listener, Talk::greetAndStay)
                                .spawn(new OnePlace(before))
                                .start()) {
                    var clients = connect(3, server.port());
                    for (int i = 0; i < 3; i++) {
                        assertEquals("!", Talk.hear(clients.get(i), 1));
                        Talk.letTheJdkCatchUp();
                        // The next one is accepted already if the policy waits only then.
                        assertEquals(i + (before ? 1 : 2), listener.asked);
                        Talk.say(clients.get(i), ".");
                    }
                    close(clients);
                    Talk.awaitGone(server);
                }
            });
        }
    }

    @Test
    void v07_inline_a_handler_that_waits_holds_up_accepting_and_one_that_fails_does_not()
            throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            List<Greenlet<?>> servedBy = new ArrayList<>();
            try (var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        servedBy.add(Greenlet.current());
                                        Talk.greetAndStay(socket);
                                        if (servedBy.size() == 1) {
                                            throw failure;
                                        }
                                    })
                            .inline()
                            .start()) {
                var clients = connect(2, server.port());
                assertEquals("!", Talk.hear(clients.get(0), 1));
                Talk.letTheJdkCatchUp();
                assertEquals(1, servedBy.size());
                Talk.say(clients.get(0), ".");
                assertTrue(Talk.isClosed(clients.get(0)));
                assertEquals("!", Talk.hear(clients.get(1), 1));
                var report = hub.takeWholeReport();
                assertSame(failure, report.failure());
                assertTrue(
                        report.source().toString().startsWith("StreamServer["),
                        report.source().toString());
                assertSame(servedBy.get(0), servedBy.get(1));
                close(clients);
                Talk.awaitGone(server);
            }
        });
    }

    // ---------------------------------------------------------------- stopping

    /// Greets, then waits in a call of ours.
    private static void greetAndSleep(Socket socket, Duration length, List<String> log)
            throws IOException {
        try {
            Talk.say(socket, "!");
            Greenlet.sleep(length);
            log.add("ended");
        } catch (GreenletExit e) {
            log.add("killed");
            throw e;
        }
    }

    @Test
    void v11_with_a_limit_a_stop_waits_then_kills_the_rest() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            int[] number = {0};
            var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket ->
                                            greetAndSleep(
                                                    socket,
                                                    number[0]++ == 0 ? hub.unit() : HubCase.ENDLESS,
                                                    log))
                            .limit(3)
                            .start();
            assertStopKills(hub, server, log, hub.units(20));
            assertEquals(List.of("ended", "killed", "killed"), log);
        });
    }

    private static void assertStopKills(
            HubCase hub, StreamServer server, List<String> log, Duration limit) throws IOException {
        var clients = connect(3, server.port());
        for (var client : clients) {
            Talk.hear(client, 1);
        }
        long begin = hub.now();
        server.stop(limit);
        hub.assertTook(limit, begin);
        assertEquals(3, log.size());
        assertEquals(0, server.connections());
        for (var client : clients) {
            assertTrue(Talk.isClosed(client));
        }
    }

    @Test
    void v11_a_stop_waits_no_longer_than_the_handlers_need() throws Exception {
        inHub(hub -> {
            var go = hub.hub().unstarted(() -> null);
            List<String> log = new ArrayList<>();
            var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        Talk.say(socket, "!");
                                        go.join();
                                        log.add("ended");
                                    })
                            .limit(3)
                            .start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                long begin = hub.now();
                go.startLater(hub.units(2));
                server.stop(HubCase.FAR);
                hub.assertTook(hub.units(2), begin);
                assertEquals(List.of("ended"), log);
            }
        });
    }

    @Test
    void v11_a_stop_without_a_time_kills_after_a_second() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var server =
                    StreamServer.on(ANYWHERE, socket -> greetAndSleep(socket, HubCase.ENDLESS, log))
                            .spawn(hub.hub()::spawn)
                            .start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                long begin = hub.now();
                server.close();
                hub.assertTook(Duration.ofSeconds(1), begin);
                assertEquals(List.of("killed"), log);
            }
        });
    }

    @Test
    void v11_inline_the_handler_is_waited_for_and_killed_too() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var server =
                    StreamServer.on(ANYWHERE, socket -> greetAndSleep(socket, HubCase.ENDLESS, log))
                            .inline()
                            .start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                long begin = hub.now();
                server.stop(hub.units(20));
                hub.assertTook(hub.units(20), begin);
                assertEquals(List.of("killed"), log);
                assertTrue(Talk.isClosed(client));
            }
        });
    }

    @Test
    void v11_a_stop_that_is_cut_short_kills_at_once() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var server =
                    StreamServer.on(ANYWHERE, socket -> greetAndSleep(socket, HubCase.ENDLESS, log))
                            .limit(3)
                            .start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                var stopping = Greenlet.spawn(() -> server.stop(HubCase.FAR));
                Greenlet.sleep(hub.unit());
                assertEquals(List.of(), log);
                stopping.kill();
                assertTrue(Talk.isClosed(client));
                server.stop();
                assertEquals(List.of("killed"), log);
            }
        });
    }

    @Test
    void v11_who_stops_again_waits_for_the_first_stop() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var server =
                    StreamServer.on(ANYWHERE, socket -> greetAndSleep(socket, HubCase.ENDLESS, log))
                            .limit(3)
                            .start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                long begin = hub.now();
                var first = Greenlet.spawn(() -> server.stop(hub.units(20)));
                Greenlet.yield();
                server.stop(Duration.ZERO);
                hub.assertTook(hub.units(20), begin);
                first.join();
            }
        });
    }

    @Test
    void v11_a_plain_threads_stop_waits_too() throws Exception {
        besideHub(hub -> {
            var server =
                    StreamServer.on(ANYWHERE, Talk::greetAndStay).hub(hub.hub()).limit(3).start();
            try (var client = Talk.connect(server)) {
                Talk.hear(client, 1);
                server.stop(Duration.ZERO);
                assertTrue(Talk.isClosed(client));
                hub.eventually("not gone", () -> server.connections() == 0);
            }
        });
    }

    @Test
    void v12_without_a_limit_a_stop_lets_handlers_go_on() throws Exception {
        inHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).start();
            try (var client = Talk.connect(server)) {
                assertEquals("before", Talk.ask(client, "before"));
                long begin = hub.now();
                server.stop(HubCase.FAR);
                hub.assertTook(Duration.ZERO, begin);
                Talk.letTheJdkCatchUp();
                assertEquals("after", Talk.ask(client, "after"));
                client.shutdownOutput();
                assertTrue(Talk.isClosed(client));
            }
            Talk.awaitGone(server);
        });
    }

    // ---------------------------------------------------------------- floods

    @Test
    void v19_a_flood_of_connections_lets_those_that_are_open_proceed() throws Exception {
        inHub(hub -> {
            var listener = new Counting();
            var clients = connect(10, listener.getLocalPort());
            List<Integer> askedWhenServed = new ArrayList<>();
            try (var server =
                    StreamServer.on(listener, socket -> askedWhenServed.add(listener.asked))
                            .maxAccept(3)
                            .start()) {
                for (var client : clients) {
                    assertTrue(Talk.isClosed(client));
                }
                assertEquals(10, askedWhenServed.size());
                for (int i = 0; i < 9; i++) {
                    assertEquals(i / 3 * 3 + 3, askedWhenServed.get(i), () -> "" + askedWhenServed);
                }
                assertFalse(server.isStopped());
            }
            close(clients);
        });
    }
}
