package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Ends;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Datagrams over the JDK's sockets and channels in greenlets.
public abstract class DatagramCases extends JdkCallCases {

    private static DatagramSocket open() throws IOException {
        return new DatagramSocket(Ends.anywhere());
    }

    private static void send(DatagramSocket from, DatagramSocket to, String words)
            throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void n23_a_datagram_arrives_where_somebody_waits() throws Exception {
        inHub(hub -> {
            try (var here = open();
                    var there = open()) {
                for (int i = 0; i < 5; i++) {
                    var receives = Greenlet.spawn(() -> receive(there));
                    Greenlet.idle();
                    assertFalse(receives.hasEnded());
                    send(here, there, "hello " + i);
                    assertEquals("hello " + i, receives.get());
                }
                send(here, there, "a");
                send(here, there, "");
                assertEquals("a", receive(there));
                assertEquals("", receive(there));
            }
        });
    }

    @Test
    void n23_a_receive_out_of_time_throws_the_jdks_type_and_works_on() throws Exception {
        inHub(hub -> {
            try (var here = open();
                    var there = open()) {
                int millis = (int) hub.time.quiet().toMillis();
                there.setSoTimeout(millis);
                long begin = System.nanoTime();
                assertThrows(SocketTimeoutException.class, () -> receive(there));
                assertTrue(System.nanoTime() - begin >= millis * 1_000_000L);
                send(here, there, "late");
                assertEquals("late", receive(there));
            }
        });
    }

    @Test
    void n23_n27_a_timeout_over_a_receive_loses_no_datagram() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var here = open();
                    var there = open()) {
                for (int i = 0; i < 5; i++) {
                    var timeout = Timeout.of(hub.unit());
                    assertSame(
                            timeout,
                            assertThrows(Timeout.class, () -> timeout.run(() -> receive(there))));
                    send(here, there, "after " + i);
                    assertEquals("after " + i, receive(there));
                }
            }
        });
    }

    @Test
    void n23_channels_receive_and_connected_ones_read() throws Exception {
        inHub(hub -> {
            try (var here = DatagramChannel.open().bind(Ends.anywhere());
                    var there = DatagramChannel.open().bind(Ends.anywhere())) {
                var receives =
                        Greenlet.spawn(() -> {
                            var buffer = Ends.bytes(10);
                            assertEquals(here.getLocalAddress(), there.receive(buffer));
                            return buffer.position();
                        });
                Greenlet.idle();
                here.send(Ends.bytes(5), there.getLocalAddress());
                assertEquals(5, receives.get());
                there.connect(here.getLocalAddress());
                var reads = Greenlet.spawn(() -> there.read(Ends.bytes(10)));
                Greenlet.idle();
                here.send(Ends.bytes(6), there.getLocalAddress());
                assertEquals(6, reads.get());
            }
        });
    }
}
