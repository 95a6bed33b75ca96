package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.group.HubGroup;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.CasesOnGroups;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A stream server on several hubs.
public abstract class ServerGroupCases extends CasesOnGroups {
    /// So many that the system's hash leaves out no hub.
    private static final int MANY = 60;

    private static void tellHub(Socket socket) throws IOException {
        Talk.say(socket, Hub.current().name());
    }

    private static String ask(int port) throws IOException {
        try (var socket = Talk.connect(port)) {
            return new String(socket.getInputStream().readAllBytes());
        }
    }

    private static Set<String> names(HubGroup group) {
        var names = new HashSet<String>();
        group.hubs().forEach(hub -> names.add(hub.name()));
        return names;
    }

    private static List<Socket> connect(int count, StreamServer server) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Talk.connect(server));
        }
        return clients;
    }

    private static void close(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private static void assertRefused(int port) {
        assertThrows(ConnectException.class, () -> Talk.connect(port).close());
    }

    // ---------------------------------------------------------------- who serves

    @Test
    void v01_all_hubs_of_a_group_serve_one_port() throws Exception {
        onGroup((hub, group) -> {
            var server = StreamServer.on(ANYWHERE, ServerGroupCases::tellHub).group(group).start();
            var answers = new HashSet<String>();
            for (int i = 0; i < MANY; i++) {
                answers.add(ask(server.port()));
            }
            assertEquals(names(group), answers);
            hub.eventually("handlers did not end", () -> server.connections() == 0);
            assertTrue(server.toString().contains("accepting"), server.toString());
            server.stop();
            assertTrue(server.isStopped());
            assertTrue(server.toString().contains("stopped"), server.toString());
            assertRefused(server.port());
        });
    }

    @Test
    void v01_a_listener_that_cannot_be_shared_is_handed_round() throws Exception {
        onGroup((hub, group) -> {
            var listener = Talk.listen();
            var server = StreamServer.on(listener, ServerGroupCases::tellHub).group(group).start();
            var answers = new HashSet<String>();
            for (int i = 0; i < HUBS; i++) {
                answers.add(ask(server.port()));
            }
            assertEquals(names(group), answers);
            server.stop();
            assertTrue(listener.isClosed());
        });
    }

    @Test
    void v01_a_group_does_not_share_a_port_that_is_taken() throws Exception {
        onGroup((hub, group) -> {
            try (var first = StreamServer.on(ANYWHERE, Talk::echo).group(group).start()) {
                String taken = Talk.HERE.getHostAddress() + ":" + first.port();
                for (var options :
                        List.of(
                                StreamServer.on(taken, Talk::echo),
                                StreamServer.onChannels(taken, channel -> {}))) {
                    var e = assertThrows(BindException.class, () -> options.group(group).start());
                    assertTrue(e.getMessage().contains(taken), e.getMessage());
                }
            }
        });
    }

    @Test
    void v01_a_hub_that_closes_leaves_its_port_to_the_others() throws Exception {
        onGroup((hub, group) -> {
            var server =
                    StreamServer.onChannels(ANYWHERE, channel -> tellHub(channel.socket()))
                            .group(group)
                            .start();
            group.hubs().get(0).close();
            var left = names(group);
            left.remove(group.hubs().get(0).name());
            var answers = new HashSet<String>();
            for (int i = 0; i < MANY; i++) {
                answers.add(ask(server.port()));
            }
            assertEquals(left, answers);
            assertFalse(server.isStopped());
            server.stop();
            server.serve();
            assertRefused(server.port());
        });
    }

    @Test
    void v01_a_group_whose_hubs_have_closed_serves_nothing() throws Exception {
        onGroup((hub, group) -> {
            group.close();
            var listener = Talk.listen();
            var options = StreamServer.on(listener, Talk::echo).group(group);
            assertThrows(HubClosedException.class, options::start);
            assertTrue(listener.isClosed());
            var server = StreamServer.on(ANYWHERE, Talk::echo).group(group).hub(hub.hub()).start();
            server.stop();
        });
    }

    @Test
    void v01_how_a_group_spawns_is_settled() throws Exception {
        onGroup((hub, group) -> {
            for (var options :
                    List.of(
                            StreamServer.on(ANYWHERE, Talk::echo).inline(),
                            StreamServer.on(ANYWHERE, Talk::echo).spawn(hub.hub()::spawn))) {
                var e = assertThrows(IllegalStateException.class, options.group(group)::start);
                assertTrue(e.getMessage().contains("hub(hub)"), e.getMessage());
            }
        });
    }

    // ---------------------------------------------------------------- pause and limit

    @Test
    void v02_no_hub_of_a_group_accepts_while_the_server_does_not() throws Exception {
        onGroup((hub, group) -> {
            var served = new AtomicInteger();
            var server =
                    StreamServer.on(ANYWHERE, socket -> served.incrementAndGet())
                            .group(group)
                            .start();
            server.stopAccepting();
            assertFalse(server.isAccepting());
            var clients = connect(MANY, server);
            Thread.sleep(hub.time.quiet());
            assertEquals(0, served.get());
            server.startAccepting();
            hub.eventually("not all were served", () -> served.get() == MANY);
            close(clients);
            server.stop();
        });
    }

    @Test
    void v06_a_limit_is_one_for_all_hubs_of_a_group() throws Exception {
        onGroup((hub, group) -> {
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            var served = new AtomicInteger();
            var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                        Talk.hear(socket, 1);
                                        inside.decrementAndGet();
                                        served.incrementAndGet();
                                    })
                            .group(group)
                            .limit(2)
                            .start();
            var clients = connect(MANY, server);
            hub.eventually("nobody was served", () -> inside.get() == 2);
            Thread.sleep(hub.time.quiet());
            assertEquals(2, server.connections());
            close(clients);
            hub.eventually("not all were served", () -> served.get() == MANY);
            assertEquals(2, most.get());
            server.stop();
        });
    }

    // ---------------------------------------------------------------- the end

    @Test
    void v11_a_stop_waits_for_the_handlers_on_all_hubs_then_kills_the_rest() throws Exception {
        onGroup((hub, group) -> {
            Set<String> killed = ConcurrentHashMap.newKeySet();
            var inside = new AtomicInteger();
            var server =
                    StreamServer.on(ANYWHERE, socket -> stay(inside, killed))
                            .group(group)
                            .limit(MANY)
                            .start();
            var clients = connect(MANY, server);
            hub.eventually("not all are served", () -> inside.get() == MANY);
            server.stop(hub.time.quiet());
            assertEquals(names(group), killed);
            assertEquals(0, inside.get());
            assertEquals(0, server.connections());
            assertRefused(server.port());
            server.serve();
            close(clients);
        });
    }

    private static void stay(AtomicInteger inside, Set<String> killed) {
        inside.incrementAndGet();
        try {
            Greenlet.sleep(HubCase.ENDLESS);
        } catch (GreenletExit e) {
            killed.add(Hub.current().name());
            throw e;
        } finally {
            inside.decrementAndGet();
        }
    }

    @Test
    void v11_a_stop_with_a_full_limit_lets_those_go_who_wait_for_a_slot() throws Exception {
        onGroup((hub, group) -> {
            Set<String> killed = ConcurrentHashMap.newKeySet();
            var inside = new AtomicInteger();
            var server =
                    StreamServer.on(ANYWHERE, socket -> stay(inside, killed))
                            .group(group)
                            .limit(1)
                            .start();
            var clients = connect(MANY, server);
            hub.eventually("nobody was served", () -> inside.get() == 1);
            server.stop(Duration.ZERO);
            assertEquals(0, server.connections());
            for (Socket client : clients) {
                assertTrue(Talk.isClosed(client));
            }
            assertEquals(1, killed.size());
        });
    }

    @Test
    void v10_a_handler_can_stop_its_server_on_all_hubs() throws Exception {
        onGroup((hub, group) -> {
            var itself = new AtomicReference<StreamServer>();
            var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        Talk.hear(socket, 1);
                                        itself.get().stop(HubCase.FAR);
                                        Talk.say(socket, "bye");
                                    })
                            .group(group)
                            .limit(MANY)
                            .start();
            itself.set(server);
            try (var client = Talk.connect(server)) {
                Talk.say(client, ".");
                server.serve();
                assertEquals("bye", Talk.hear(client, 3));
            }
            assertRefused(server.port());
        });
    }

    @Test
    void v11_a_stop_that_is_cut_short_kills_the_handlers_at_once() throws Exception {
        onGroup((hub, group) -> {
            Set<String> killed = ConcurrentHashMap.newKeySet();
            var inside = new AtomicInteger();
            var server =
                    StreamServer.on(ANYWHERE, socket -> stay(inside, killed))
                            .group(group)
                            .limit(MANY)
                            .start();
            var clients = connect(MANY, server);
            hub.eventually("not all are served", () -> inside.get() == MANY);
            var stops = hub.hub().spawn(() -> server.stop(HubCase.ENDLESS));
            hub.eventually("it does not stop", server::isStopped);
            hub.awaitParked(1);
            stops.kill();
            hub.eventually("the handlers stay", () -> inside.get() == 0);
            assertEquals(names(group), killed);
            server.serve();
            close(clients);
        });
    }
}
