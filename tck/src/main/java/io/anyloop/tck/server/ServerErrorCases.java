package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.server.SpawnPolicy;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a server does when accepting or spawning fails, and when its listener is lost.
public abstract class ServerErrorCases extends Cases {
    private static final IOException EXPECTED = new IOException("expected");

    /// Fails as often as it is told, and notes when it was tried.
    private static final class Unreliable implements SpawnPolicy {
        private final HubCase hub;
        private int failures;
        final List<Long> tried = new ArrayList<>();

        Unreliable(HubCase hub, int failures) {
            this.hub = hub;
            this.failures = failures;
        }

        @Override
        public Greenlet<?> spawn(io.anyloop.function.Action<?> client) throws IOException {
            tried.add(hub.now());
            if (failures > 0) {
                failures--;
                throw EXPECTED;
            }
            return Greenlet.spawn(client);
        }
    }

    private static void assertPauses(HubCase hub, List<Long> tried, int... millis) {
        for (int i = 0; i < millis.length; i++) {
            long expected = Duration.ofMillis(millis[i]).toNanos();
            long pause = tried.get(i + 1) - tried.get(i);
            if (hub.isVirtual()) {
                assertEquals(expected, pause, "pause " + i);
            } else {
                long latest = expected + hub.time.prompt().toNanos();
                assertTrue(pause >= expected && pause <= latest, "pause " + i + ": " + pause);
            }
        }
    }

    @Test
    void v08_a_spawn_that_fails_makes_a_pause_that_grows_from_10_ms_to_1_s() throws Exception {
        inHub(hub -> {
            int failures = hub.isVirtual() ? 10 : 4;
            var policy = new Unreliable(hub, failures);
            var listener = Talk.listen();
            var clients = connect(failures + 1, listener);
            try (var server = StreamServer.on(listener, Talk::echo).spawn(policy).start()) {
                for (int i = 0; i < failures; i++) {
                    assertTrue(Talk.isClosed(clients.get(i)), "the client is lost");
                }
                assertEquals("hello", Talk.ask(clients.get(failures), "hello"));
                int[] pauses = {10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000};
                assertPauses(hub, policy.tried, IntStream.of(pauses).limit(failures).toArray());
                for (int i = 0; i < failures; i++) {
                    var report = hub.takeWholeReport();
                    assertSame(EXPECTED, report.failure());
                    assertTrue(report.source().toString().contains("StreamServer["));
                }
                close(clients);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v08_a_success_makes_the_next_pause_short_again() throws Exception {
        inHub(hub -> {
            var policy = new Unreliable(hub, 3);
            var listener = Talk.listen();
            var clients = connect(6, listener);
            try (var server =
                    StreamServer.on(
                                    listener,
                                    socket -> {
                                        policy.failures = 1;
                                        Talk.echo(socket);
                                    })
                            .spawn(policy)
                            .maxAccept(1)
                            .start()) {
                assertEquals("hello", Talk.ask(clients.get(3), "hello"));
                assertTrue(Talk.isClosed(clients.get(4)));
                assertEquals("hello", Talk.ask(clients.get(5), "hello"));
                assertPauses(hub, policy.tried.subList(0, 4), 10, 20, 40);
                assertPauses(hub, policy.tried.subList(4, 6), 10);
                close(clients);
                Talk.awaitGone(server);
            }
            for (int i = 0; i < 4; i++) {
                assertSame(EXPECTED, hub.takeReport());
            }
        });
    }

    private static List<Socket> connect(int count, ServerSocket listener) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Talk.connect(listener.getLocalPort()));
        }
        return clients;
    }

    private static void close(List<Socket> clients) throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    @Test
    void v08_an_accept_that_fails_makes_a_pause_too_and_costs_no_client() throws Exception {
        inHub(hub -> {
            List<Long> tried = new ArrayList<>();
            var listener =
                    new ServerSocket(0, 50, Talk.HERE) {
                        @Override
                        public Socket accept() throws IOException {
                            tried.add(hub.now());
                            if (tried.size() <= 3) {
                                throw EXPECTED;
                            }
                            return super.accept();
                        }
                    };
            try (var server = StreamServer.on(listener, Talk::echo).start();
                    var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
                assertPauses(hub, tried, 10, 20, 40);
                Talk.hangUp(client);
                Talk.awaitGone(server);
            }
            for (int i = 0; i < 3; i++) {
                assertSame(EXPECTED, hub.takeReport());
            }
        });
    }

    @Test
    void v08_a_pause_does_not_hold_up_a_stop() throws Exception {
        inHub(hub -> {
            var policy = new Unreliable(hub, 1000);
            var server = StreamServer.on(ANYWHERE, Talk::echo).spawn(policy).start();
            try (var client = Talk.connect(server)) {
                assertTrue(Talk.isClosed(client));
                long begin = hub.now();
                server.stop(HubCase.FAR);
                hub.assertTook(Duration.ZERO, begin);
            }
            assertSame(EXPECTED, hub.takeReport());
        });
    }

    @Test
    void v09_a_listener_that_somebody_closes_ends_the_server_and_serve_tells() throws Exception {
        inHub(hub -> {
            var listener = Talk.listen();
            var server = StreamServer.on(listener, Talk::echo).start();
            assertLost(hub, server, listener);
            var channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(Talk.HERE, 0));
            assertLost(hub, StreamServer.onChannels(channel, c -> {}).start(), channel);
        });
    }

    private static void assertLost(HubCase hub, StreamServer server, AutoCloseable listener)
            throws Exception {
        var serving = Greenlet.spawn(() -> assertThrows(IOException.class, server::serve));
        Greenlet.yield();
        listener.close();
        IOException lost = serving.get();
        assertTrue(lost.getMessage().contains("closed by somebody else"), lost.getMessage());
        assertNotNull(lost.getCause());
        assertTrue(server.isStopped());
        assertSame(lost, assertThrows(IOException.class, server::serve));
        assertSame(lost, hub.takeReport());
        hub.assertNoReport();
        server.stop();
    }

    @Test
    void v09_a_listener_that_is_lost_lets_handlers_go_on() throws Exception {
        inHub(hub -> {
            var listener = Talk.listen();
            var server = StreamServer.on(listener, Talk::echo).start();
            try (var client = Talk.connect(server)) {
                assertEquals("before", Talk.ask(client, "before"));
                listener.close();
                assertThrows(IOException.class, server::serve);
                assertEquals("after", Talk.ask(client, "after"));
            }
            Talk.awaitGone(server);
            assertTrue(hub.takeReport() instanceof IOException);
        });
    }

    @Test
    void v09_a_hub_that_closes_takes_its_servers_with_it_in_silence() throws Exception {
        besideHub(hub -> {
            var listener = Talk.listen();
            var server = StreamServer.on(listener, Talk::greetAndStay).hub(hub.hub()).start();
            try (var client = Talk.connect(server)) {
                assertEquals("!", Talk.hear(client, 1));
                hub.hub().close();
                assertTrue(Talk.isClosed(client));
            }
            assertTrue(listener.isClosed());
            assertTrue(server.isStopped());
            server.stop();
            server.serve();
        });
    }

    @Test
    void v09_a_hub_that_closes_before_the_first_accept_closes_the_listener() throws Exception {
        besideHub(hub -> {
            var listener = Talk.listen();
            var busy = new CountDownLatch(1);
            hub.hub().post(() -> awaitOnLoop(busy));
            var server = StreamServer.on(listener, Talk::echo).hub(hub.hub()).start();
            var closes = Thread.ofPlatform().daemon().start(hub.hub()::close);
            hub.eventually("the hub does not close", () -> hub.hub().isClosed());
            busy.countDown();
            closes.join();
            assertTrue(listener.isClosed());
            assertTrue(server.isStopped());
            server.serve();
        });
    }

    private static void awaitOnLoop(CountDownLatch busy) {
        try {
            busy.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
