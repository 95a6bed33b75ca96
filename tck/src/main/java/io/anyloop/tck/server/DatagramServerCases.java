package io.anyloop.tck.server;

import static io.anyloop.tck.fixture.Talk.ANYWHERE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.server.DatagramHandler;
import io.anyloop.server.DatagramServer;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A server of datagrams.
public abstract class DatagramServerCases extends Cases {

    private static final DatagramHandler ECHO = (data, sender, reply) -> reply.send(data);

    private static DatagramSocket client(DatagramServer server) throws IOException {
        var client = new DatagramSocket(0, Talk.HERE);
        client.connect(new InetSocketAddress(Talk.HERE, server.port()));
        return client;
    }

    private static void send(DatagramSocket client, byte[] data) throws IOException {
        client.send(new DatagramPacket(data, data.length));
    }

    private static void say(DatagramSocket client, String words) throws IOException {
        send(client, words.getBytes(UTF_8));
    }

    private static byte[] receive(DatagramSocket client) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        client.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String hear(DatagramSocket client) throws IOException {
        return new String(receive(client), UTF_8);
    }

    @Test
    void v20_each_datagram_has_a_handler_that_knows_its_sender() throws Exception {
        inHub(hub -> {
            Set<Greenlet<?>> handlers = new HashSet<>();
            DatagramHandler handler =
                    (data, sender, reply) -> {
                        handlers.add(Greenlet.current());
                        reply.send((new String(data, UTF_8) + " " + sender).getBytes(UTF_8));
                    };
            try (var server = DatagramServer.on(ANYWHERE, handler).start();
                    var one = client(server);
                    var two = client(server)) {
                for (var client : List.of(one, two)) {
                    say(client, "hello");
                    assertEquals("hello " + client.getLocalSocketAddress(), hear(client));
                }
                say(one, "again");
                assertEquals("again " + one.getLocalSocketAddress(), hear(one));
            }
            assertEquals(3, handlers.size());
        });
    }

    @Test
    void v20_a_handler_that_waits_holds_up_no_other_datagram() throws Exception {
        inHub(hub -> {
            var go = hub.hub().unstarted(() -> null);
            DatagramHandler handler =
                    (data, sender, reply) -> {
                        if (new String(data, UTF_8).equals("slow")) {
                            go.join();
                        }
                        reply.send(data);
                    };
            try (var server = DatagramServer.on(ANYWHERE, handler).start();
                    var client = client(server)) {
                say(client, "slow");
                say(client, "fast");
                assertEquals("fast", hear(client));
                assertEquals(1, server.datagrams());
                go.start();
                assertEquals("slow", hear(client));
            }
        });
    }

    @Test
    void v20_replies_of_many_handlers_arrive_whole() throws Exception {
        inHub(hub -> {
            try (var server =
                            DatagramServer.on(
                                            ANYWHERE,
                                            (data, sender, reply) -> {
                                                for (int i = 0; i < 3; i++) {
                                                    Greenlet.yield();
                                                    reply.send(data);
                                                }
                                            })
                                    .start();
                    var client = client(server)) {
                int[] heard = new int[10];
                for (int i = 0; i < 10; i++) {
                    send(client, filled(i));
                }
                for (int i = 0; i < 30; i++) {
                    byte[] reply = receive(client);
                    heard[reply[0]]++;
                    assertArrayEquals(filled(reply[0]), reply);
                }
                for (int count : heard) {
                    assertEquals(3, count);
                }
            }
        });
    }

    private static byte[] filled(int number) {
        var data = new byte[1000 + number];
        Arrays.fill(data, (byte) number);
        return data;
    }

    @Test
    void v20_a_handler_that_fails_is_reported_once_and_harms_nobody() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            try (var server =
                            DatagramServer.on(
                                            ANYWHERE,
                                            (data, sender, reply) -> {
                                                if (data.length == 1) {
                                                    throw failure;
                                                }
                                                reply.send(data);
                                            })
                                    .start();
                    var client = client(server)) {
                say(client, "x");
                say(client, "after");
                assertEquals("after", hear(client));
            }
            assertSame(failure, hub.takeReport());
            hub.assertNoReport();
        });
    }

    @Test
    void v20_a_handler_that_is_killed_can_still_reply_and_the_server_lives() throws Exception {
        inHub(hub -> {
            List<Greenlet<?>> handlers = new ArrayList<>();
            DatagramHandler handler =
                    (data, sender, reply) -> {
                        handlers.add(Greenlet.current());
                        reply.send(data);
                        // Ended by an interrupt, which stays.
                        LockSupport.park();
                        reply.send("bye".getBytes(UTF_8));
                    };
            var channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(Talk.HERE, 0));
            try (var server = DatagramServer.on(channel, handler).start();
                    var client = client(server)) {
                for (int i = 0; i < 2; i++) {
                    say(client, "hello");
                    assertEquals("hello", hear(client));
                    handlers.get(i).kill();
                    assertEquals("bye", hear(client));
                }
                assertFalse(server.isStopped());
            }
            assertFalse(channel.isOpen());
        });
    }

    @Test
    void v20_with_a_limit_the_next_datagram_waits_and_a_stop_kills() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var server =
                    DatagramServer.on(
                                    ANYWHERE,
                                    (data, sender, reply) -> {
                                        reply.send(data);
                                        log.add(new String(data, UTF_8));
                                        Greenlet.sleep(HubCase.ENDLESS);
                                    })
                            .limit(1)
                            .start();
            try (var client = client(server)) {
                say(client, "one");
                say(client, "two");
                assertEquals("one", hear(client));
                Talk.letTheJdkCatchUp();
                assertEquals(List.of("one"), log);
                long begin = hub.now();
                server.stop(hub.units(20));
                hub.assertTook(hub.units(20), begin);
                assertEquals(List.of("one"), log);
                assertEquals(0, server.datagrams());
            }
        });
    }

    @Test
    void v20_serve_returns_after_a_stop_and_tells_of_a_lost_socket() throws Exception {
        inHub(hub -> {
            var stopped = DatagramServer.on(ANYWHERE, ECHO).inline().start();
            var serving = Greenlet.spawn(() -> stopped.serve());
            try (var client = client(stopped)) {
                say(client, "hello");
                assertEquals("hello", hear(client));
            }
            assertFalse(serving.hasEnded());
            stopped.stop();
            serving.get();
            var socket = new DatagramSocket(0, Talk.HERE);
            var lost = DatagramServer.on(socket, ECHO).start();
            Greenlet.yield();
            socket.close();
            var e = assertThrows(IOException.class, lost::serve);
            assertTrue(e.getMessage().contains("closed by somebody else"), e.getMessage());
            assertSame(e, hub.takeReport());
        });
    }

    @Test
    void v20_an_address_that_is_taken_is_named() throws Exception {
        inHub(hub -> {
            try (var other = new DatagramSocket(0, Talk.HERE)) {
                String address = Talk.HERE.getHostAddress() + ":" + other.getLocalPort();
                var options = DatagramServer.on(address, ECHO);
                var e = assertThrows(BindException.class, options::start);
                assertTrue(e.getMessage().contains(address), e.getMessage());
            }
        });
    }
}
