package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.fixture.TlsContexts;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// A stream server that speaks TLS.
public abstract class TlsServerCases extends Cases {
    private static final int LARGE = 1_000_000;

    private static SSLContext context() {
        return TlsContexts.SERVER;
    }

    private static Socket connect(StreamServer server) throws IOException {
        return TlsContexts.CLIENT.getSocketFactory().createSocket(Talk.HERE, server.port());
    }

    @Test
    void v17_a_client_that_is_slow_with_its_handshake_holds_up_nobody() throws Exception {
        inHub(hub -> {
            List<Socket> served = new ArrayList<>();
            try (var server =
                            StreamServer.on(
                                            ANYWHERE,
                                            socket -> {
                                                served.add(socket);
                                                Talk.echo(socket);
                                            })
                                    .tls(context())
                                    .handshakeLimit(HubCase.ENDLESS)
                                    .start();
                    var slow = Talk.connect(server)) {
                for (int i = 0; i < 2; i++) {
                    try (var client = connect(server)) {
                        assertEquals("hello", Talk.ask(client, "hello"));
                    }
                }
                assertEquals(2, served.size());
                assertInstanceOf(SSLSocket.class, served.get(0));
                Talk.hangUp(slow);
                Talk.awaitGone(server);
                assertTrue(hub.takeReport() instanceof IOException);
            }
        });
    }

    @Test
    void v17_what_is_larger_than_a_record_arrives_intact() throws Exception {
        inHub(hub -> {
            var sent = new byte[LARGE];
            new Random(1).nextBytes(sent);
            try (var server =
                            StreamServer.on(ANYWHERE, Talk::echo)
                                    .tls(context())
                                    .handshakeLimit(HubCase.ENDLESS)
                                    .start();
                    var client = connect(server)) {
                var sends = Greenlet.spawn(() -> client.getOutputStream().write(sent));
                assertArrayEquals(sent, client.getInputStream().readNBytes(LARGE));
                sends.join();
                Talk.hangUp(client);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v18_a_handshake_that_fails_is_reported_and_costs_its_own_connection_only()
            throws Exception {
        inHub(hub -> {
            try (var server =
                            StreamServer.on(ANYWHERE, Talk::echo)
                                    .tls(context())
                                    .handshakeLimit(HubCase.ENDLESS)
                                    .start();
                    var before = connect(server)) {
                assertEquals("a", Talk.ask(before, "a"));
                try (var stranger = Talk.connect(server)) {
                    Talk.say(stranger, "GET / HTTP/1.1\r\n\r\n");
                    while (stranger.getInputStream().read() >= 0) {
                        // The alert that says so.
                    }
                }
                assertInstanceOf(SSLException.class, hub.takeReport());
                hub.assertNoReport();
                assertEquals("b", Talk.ask(before, "b"));
                try (var after = connect(server)) {
                    assertEquals("c", Talk.ask(after, "c"));
                }
                Talk.hangUp(before);
                Talk.awaitGone(server);
            }
        });
    }

    @Test
    void v18_a_client_without_the_certificate_that_the_server_asks_for_is_not_served()
            throws Exception {
        inHub(hub -> {
            List<Socket> served = new ArrayList<>();
            try (var server =
                            StreamServer.on(ANYWHERE, served::add)
                                    .tls(
                                            context(),
                                            parameters -> parameters.setNeedClientAuth(true))
                                    .handshakeLimit(HubCase.ENDLESS)
                                    .start();
                    var client = connect(server)) {
                assertThrows(IOException.class, () -> Talk.ask(client, "hello"));
                Talk.awaitGone(server);
                assertInstanceOf(SSLException.class, hub.takeReport());
                assertEquals(List.of(), served);
            }
        });
    }

    @Test
    void v17_a_handshake_that_does_not_end_costs_its_place_for_a_while_only() throws Exception {
        inHub(hub -> {
            try (var server =
                            StreamServer.on(ANYWHERE, Talk::echo)
                                    .limit(1)
                                    .tls(context())
                                    .handshakeLimit(hub.unit())
                                    .start();
                    var silent = Talk.connect(server)) {
                assertTrue(Talk.isClosed(silent));
                Talk.awaitGone(server);
                var e = assertInstanceOf(SSLHandshakeException.class, hub.takeReport());
                assertTrue(e.getMessage().contains("handshakeLimit"), e.getMessage());
            }
            var options = StreamServer.on(ANYWHERE, Talk::echo);
            assertThrows(
                    IllegalArgumentException.class, () -> options.handshakeLimit(Duration.ZERO));
        });
    }

    @Test
    void v17_channels_and_tls_do_not_go_together() throws Exception {
        var options = StreamServer.onChannels(ANYWHERE, channel -> {});
        var context = context();
        var e = assertThrows(IllegalStateException.class, () -> options.tls(context));
        assertTrue(e.getMessage().contains("StreamServer.on("), e.getMessage());
    }
}
