package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What handlers of a stream server get, and what becomes of their connections.
public abstract class ServerHandlerCases extends Cases {

    @Test
    void v03_handlers_of_many_connections_interleave() throws Exception {
        inHub(hub -> {
            try (var server = StreamServer.on(ANYWHERE, Talk::echo).start()) {
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    clients.add(Talk.connect(server));
                }
                for (int round = 0; round < 3; round++) {
                    for (int i = 0; i < 10; i++) {
                        assertEquals("word " + i, Talk.ask(clients.get(i), "word " + i));
                    }
                }
                assertEquals(10, server.connections());
                for (var client : clients) {
                    client.close();
                }
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v04_a_connection_is_closed_when_its_handler_returns_or_throws() throws Exception {
        inHub(hub -> {
            List<Socket> seen = new ArrayList<>();
            var failure = new IOException("expected");
            try (var server =
                    StreamServer.on(
                                    ANYWHERE,
                                    socket -> {
                                        seen.add(socket);
                                        if (Talk.hear(socket, 1).equals("x")) {
                                            throw failure;
                                        }
                                    })
                            .start()) {
                for (String word : List.of("x", "r")) {
                    try (var client = Talk.connect(server)) {
                        Talk.say(client, word);
                        assertTrue(Talk.isClosed(client));
                    }
                }
            }
            assertSame(failure, hub.takeReport());
            assertEquals(2, seen.size());
            assertTrue(seen.stream().allMatch(Socket::isClosed));
        });
    }

    @Test
    void v04_a_connection_is_closed_when_its_handler_is_killed() throws Exception {
        inHub(hub -> {
            List<Greenlet<?>> handlers = new ArrayList<>();
            try (var server =
                            StreamServer.on(
                                            ANYWHERE,
                                            socket -> {
                                                handlers.add(Greenlet.current());
                                                Talk.greetAndStay(socket);
                                            })
                                    .start();
                    var client = Talk.connect(server)) {
                assertEquals("!", Talk.hear(client, 1));
                handlers.get(0).kill();
                assertTrue(Talk.isClosed(client));
                assertEquals(0, server.connections());
            }
            hub.assertNoReport();
        });
    }

    @Test
    void v05_a_handler_that_fails_is_reported_once_and_harms_nobody() throws Exception {
        inHub(hub -> {
            var failure = new AssertionError("expected");
            try (var server =
                            StreamServer.on(
                                            ANYWHERE,
                                            socket -> {
                                                Talk.say(socket, Talk.hear(socket, 1));
                                                if (Talk.hear(socket, 1).equals("x")) {
                                                    throw failure;
                                                }
                                                Talk.echo(socket);
                                            })
                                    .start();
                    var bystander = Talk.connect(server);
                    var victim = Talk.connect(server)) {
                assertEquals("a", Talk.ask(bystander, "a"));
                assertEquals("b", Talk.ask(victim, "b"));
                Talk.say(victim, "x");
                assertTrue(Talk.isClosed(victim));
                var report = hub.takeWholeReport();
                assertSame(failure, report.failure());
                assertInstanceOf(Greenlet.class, report.source());
                hub.assertNoReport();
                Talk.say(bystander, "-still");
                assertEquals("still", Talk.hear(bystander, 5));
                try (var later = Talk.connect(server)) {
                    assertEquals("c", Talk.ask(later, "c"));
                }
                Talk.hangUp(bystander);
                Talk.awaitGone(server);
            }
        });
    }

    // ---------------------------------------------------------------- channels

    private static void echo(SocketChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(100);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            channel.write(buffer);
            buffer.clear();
        }
    }

    @Test
    void v01_a_handler_may_take_channels() throws Exception {
        inHub(hub -> {
            try (var server = StreamServer.onChannels(ANYWHERE, ServerHandlerCases::echo).start();
                    var client = Talk.connect(server)) {
                assertEquals("hello", Talk.ask(client, "hello"));
                client.shutdownOutput();
                assertTrue(Talk.isClosed(client));
            }
        });
    }

    @Test
    void v01_a_listening_channel_serves_sockets_and_channels() throws Exception {
        inHub(hub -> {
            for (boolean sockets : List.of(true, false)) {
                var listener = ServerSocketChannel.open();
                listener.bind(new InetSocketAddress(Talk.HERE, 0));
                var options =
                        sockets
                                ? StreamServer.on(listener, Talk::echo)
                                : StreamServer.onChannels(listener, ServerHandlerCases::echo);
                try (var server = options.start();
                        var client = Talk.connect(server)) {
                    assertEquals("hello", Talk.ask(client, "hello"));
                    client.shutdownOutput();
                    assertTrue(Talk.isClosed(client));
                }
                assertFalse(listener.isOpen());
            }
        });
    }

    @Test
    void v01_a_unix_domain_socket_is_served() throws Exception {
        Ends.requireUnixDomain();
        inHub(hub -> {
            var folder = Files.createTempDirectory("anyloop");
            var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
            try (var server = StreamServer.onChannels(address, ServerHandlerCases::echo).start();
                    var client = SocketChannel.open(address)) {
                assertEquals(address, server.address());
                assertEquals(-1, server.port());
                client.write(ByteBuffer.wrap(new byte[] {42}));
                var answer = ByteBuffer.allocate(1);
                client.read(answer);
                assertEquals(42, answer.get(0));
                client.shutdownOutput();
                assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            } finally {
                Files.deleteIfExists(address.getPath());
                Files.delete(folder);
            }
        });
    }
}
