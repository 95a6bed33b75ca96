package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A stream server from its start to its stop.
public abstract class ServerCases extends Cases {
    /// Longer than virtual time can run ahead while a client outside does its part.
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static void assertRefused(int port) {
        assertThrows(ConnectException.class, () -> Talk.connect(port).close());
    }

    // ---------------------------------------------------------------- start and stop

    @Test
    void v01_a_server_listens_on_the_port_it_tells_until_it_is_stopped() throws Exception {
        inHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).start();
            int port = server.port();
            assertNotEquals(0, port);
            assertEquals(new InetSocketAddress(Talk.HERE, port), server.address());
            assertTrue(server.toString().contains(port + ", accepting"), server.toString());
            try (var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
                assertEquals(1, server.connections());
            }
            Talk.awaitGone(server);
            assertFalse(server.isStopped());
            server.stop();
            assertTrue(server.isStopped());
            assertEquals(port, server.port());
            assertTrue(server.toString().contains("stopped"), server.toString());
            assertRefused(port);
            server.stop();
        });
    }

    @Test
    void v01_a_port_alone_listens_on_all_addresses() throws Exception {
        inHub(hub -> {
            try (var server = StreamServer.on(0, Talk::echo).start();
                    var client = Talk.connect(server)) {
                assertTrue(((InetSocketAddress) server.address()).getAddress().isAnyLocalAddress());
                assertEquals("hello", Talk.ask(client, "hello"));
                Talk.hangUp(client);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v01_an_address_that_is_taken_is_named() throws Exception {
        inHub(hub -> {
            try (var other = Talk.listen()) {
                String address = Talk.HERE.getHostAddress() + ":" + other.getLocalPort();
                for (var options :
                        List.of(
                                StreamServer.on(address, Talk::echo),
                                StreamServer.onChannels(address, channel -> {}))) {
                    var e = assertThrows(BindException.class, options::start);
                    assertTrue(e.getMessage().contains(address), e.getMessage());
                }
            }
        });
    }

    @Test
    void v01_options_may_be_started_twice_on_port_0() throws Exception {
        inHub(hub -> {
            var options = StreamServer.on(ANYWHERE, Talk::echo);
            try (var first = options.start();
                    var second = options.start()) {
                assertNotEquals(first.port(), second.port());
            }
        });
    }

    @Test
    void v01_a_plain_thread_can_start_and_stop_a_server_on_a_hub() throws Exception {
        besideHub(hub -> {
            var options = StreamServer.on(ANYWHERE, Talk::echo);
            assertThrows(NoHubException.class, options::start);
            var server = options.hub(hub.hub()).start();
            try (var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
            }
            hub.eventually("the handler did not end", () -> server.connections() == 0);
            server.stop();
            assertRefused(server.port());
        });
    }

    @Test
    void v01_a_hub_that_is_closed_is_refused_and_the_port_is_free_again() throws Exception {
        besideHub(hub -> {
            hub.hub().close();
            var listener = Talk.listen();
            var options = StreamServer.on(listener, Talk::echo).hub(hub.hub());
            assertThrows(HubClosedException.class, options::start);
            assertTrue(listener.isClosed());
        });
    }

    @Test
    void v02_connections_wait_while_a_server_does_not_accept() throws Exception {
        inHub(hub -> {
            List<String> served = new ArrayList<>();
            try (var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        served.add("one");
                                        Talk.echo(socket);
                                    })
                            .start()) {
                Greenlet.yield();
                server.stopAccepting();
                assertFalse(server.isAccepting());
                try (var first = Talk.connect(server);
                        var second = Talk.connect(server)) {
                    Talk.letTheJdkCatchUp();
                    Greenlet.sleep(hub.unit());
                    assertEquals(List.of(), served);
                    server.startAccepting();
                    assertEquals("first", Talk.ask(first, "first"));
                    assertEquals("second", Talk.ask(second, "second"));
                    assertEquals(List.of("one", "one"), served);
                }
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v02_a_server_that_does_not_accept_can_be_stopped() throws Exception {
        inHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).start();
            Greenlet.yield();
            server.stopAccepting();
            try (var client = Talk.connect(server)) {
                Talk.letTheJdkCatchUp();
                long begin = hub.now();
                server.stop(HubCase.FAR);
                hub.assertTook(Duration.ZERO, begin);
                assertTrue(Talk.isClosed(client));
            }
            assertRefused(server.port());
            server.startAccepting();
            assertFalse(server.isAccepting());
        });
    }

    // ---------------------------------------------------------------- serve

    @Test
    void v10_serve_returns_when_another_greenlet_stops_the_server() throws Exception {
        inHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).start();
            var serving = Greenlet.spawn(() -> server.serve());
            Greenlet.sleep(hub.unit());
            assertFalse(serving.hasEnded());
            server.stop();
            serving.get();
            server.serve();
        });
    }

    @Test
    void v10_serve_starts_the_server_and_a_kill_of_it_stops_the_server() throws Exception {
        inHub(hub -> {
            var listener = Talk.listen();
            var serving = Greenlet.spawn(() -> StreamServer.on(listener, Talk::echo).serve());
            try (var client = Talk.connect(listener.getLocalPort())) {
                assertEquals("hello", Talk.ask(client, "hello"));
                client.shutdownOutput();
                assertTrue(Talk.isClosed(client));
            }
            serving.kill();
            assertTrue(serving.isSuccessful());
            assertTrue(listener.isClosed());
            assertRefused(listener.getLocalPort());
        });
    }

    @Test
    void v10_a_timeout_around_serve_comes_through_and_stops_the_server() throws Exception {
        inHub(hub -> {
            var listener = Talk.listen();
            long begin = hub.now();
            var timeout = Timeout.of(hub.unit());
            var options = StreamServer.on(listener, Talk::echo);
            assertSame(
                    timeout, assertThrows(Timeout.class, () -> timeout.run(() -> options.serve())));
            hub.assertTook(hub.unit(), begin);
            assertTrue(listener.isClosed());
        });
    }

    @Test
    void v10_a_plain_thread_can_serve_and_the_hubs_end_ends_that() throws Exception {
        besideHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).hub(hub.hub()).start();
            var closes = Thread.ofPlatform().daemon().start(hub.hub()::close);
            server.serve();
            assertTrue(server.isStopped());
            closes.join();
            // A ring that is closed lets go of the socket a moment later, on a thread of the
            // system's.
            hub.eventually("clients still connect", () -> isRefused(server.port()));
        });
    }

    private static boolean isRefused(int port) {
        try (var client = Talk.connect(port)) {
            return !client.isConnected();
        } catch (SocketException e) {
            return true; // Refused; or reset, if the listener was closed while this came in.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void v10_a_handler_can_stop_its_server() throws Exception {
        for (int limit : List.of(1, 10)) {
            inHub(hub -> {
                var servers = new StreamServer[1];
                var server =
                        StreamServer.on(
                                        ANYWHERE,
                                        socket -> {
                                            long begin = hub.now();
                                            servers[0].stop(HubCase.FAR);
                                            hub.assertTook(Duration.ZERO, begin);
                                            Talk.say(socket, "bye");
                                        })
                                .limit(limit)
                                .start();
                servers[0] = server;
                try (var client = Talk.connect(server)) {
                    server.serve();
                    assertEquals("bye", Talk.hear(client, 3));
                }
            });
        }
    }

    @Test
    void v21_a_hub_that_is_drained_serves_its_clients_to_their_end_and_takes_no_more()
            throws Exception {
        besideHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).hub(hub.hub()).start();
            try (var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
                var drains = Thread.ofPlatform().start(() -> hub.hub().drain(FOR_EVER));
                hub.eventually("clients still connect", () -> isRefused(server.port()));
                assertEquals("hello", Talk.ask(client, "hello"));
                assertTrue(drains.isAlive());
                Talk.hangUp(client);
                drains.join();
            }
            assertTrue(hub.hub().isClosed());
        });
    }

    // ---------------------------------------------------------------- options and forms

    @Test
    void v13_a_backlog_for_a_ready_made_listener_is_refused() throws Exception {
        inHub(hub -> {
            try (var listener = Talk.listen()) {
                var options = StreamServer.on(listener, Talk::echo);
                var e = assertThrows(IllegalStateException.class, () -> options.backlog(5));
                assertTrue(e.getMessage().contains("give an address"), e.getMessage());
            }
            try (var server = StreamServer.on(ANYWHERE, Talk::echo).backlog(5).start();
                    var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
                Talk.hangUp(client);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v15_a_server_stops_at_the_end_of_its_block() throws Exception {
        inHub(hub -> {
            int port;
            try (var server = StreamServer.on(ANYWHERE, Talk::echo).start()) {
                port = server.port();
            }
            assertRefused(port);
        });
    }

    @Test
    void v15_a_stop_on_a_loops_own_thread_is_refused_and_changes_nothing() throws Exception {
        besideHub(hub -> {
            var server = StreamServer.on(ANYWHERE, Talk::echo).hub(hub.hub()).start();
            hub.onLoop(() -> {
                var stop = assertThrows(BlockingInLoopException.class, server::close);
                assertTrue(stop.getMessage().startsWith("StreamServer.stop "), stop.getMessage());
                var serve = assertThrows(BlockingInLoopException.class, server::serve);
                assertTrue(
                        serve.getMessage().startsWith("StreamServer.serve "), serve.getMessage());
            });
            hub.assertNoReport();
            assertTrue(server.isAccepting());
            server.stop();
        });
    }

    @Test
    void v16_a_started_server_keeps_a_closed_world_alive_and_a_stopped_one_does_not()
            throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    var call = hub.hub().unstarted(() -> "called");
                    var server =
                            hub.hub()
                                    .call(() ->
                                            StreamServer.on(ANYWHERE, socket -> call.start())
                                                    .start());
                    var client =
                            Thread.ofPlatform()
                                    .daemon()
                                    .start(() -> connectLater(server.port(), hub.time));
                    assertEquals("called", hub.hub().call(() -> call.get()));
                    client.join();
                    assertThrows(
                            LoopExit.class,
                            () ->
                                    hub.hub()
                                            .call(() -> {
                                                server.stop();
                                                Greenlet.current().join();
                                            }));
                });
    }

    private static void connectLater(int port, TckEnvironment time) {
        try {
            Thread.sleep(time.quiet());
            Talk.connect(port).close();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
