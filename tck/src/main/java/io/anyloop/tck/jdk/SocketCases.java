package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Plain blocking sockets in greenlets: what the JDK specifies holds, and only the greenlet waits.
public abstract class SocketCases extends JdkCallCases {

    /// A time for the JDK's own limits: they are counted by the system's clock, also where the loop's is virtual.
    private static int millis(HubCase hub) {
        return (int) hub.time.quiet().toMillis();
    }

    private static void assertTookMillis(HubCase hub, int expected, long begin) {
        long took = System.nanoTime() - begin;
        assertTrue(took >= expected * 1_000_000L, () -> "too early: after %d ns".formatted(took));
        assertTrue(
                took <= expected * 1_000_000L + hub.time.prompt().toNanos(),
                () -> "too late: after %d ms".formatted(took / 1_000_000));
    }

    // ---------------------------------------------------------------- all of it, at once, and
    // together

    @Test
    void n01_n02_both_directions_carry_more_than_all_buffers_at_once() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var sent = new byte[Ends.LARGE];
                new Random(1).nextBytes(sent);
                var there = Greenlet.spawn(() -> Talk.echo(ends.there()));
                var writer =
                        Greenlet.spawn(() -> {
                            ends.here().getOutputStream().write(sent);
                            ends.here().shutdownOutput();
                        });
                assertArrayEquals(sent, ends.here().getInputStream().readNBytes(Ends.LARGE));
                writer.join();
                there.join();
            }
        });
    }

    @Test
    void n03_the_jdks_sockets_let_a_second_reader_queue_as_the_jdk_does() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var first = Greenlet.spawn(() -> Talk.hear(ends.here(), 1));
                var second = Greenlet.spawn(() -> Talk.hear(ends.here(), 1));
                Greenlet.idle();
                Talk.say(ends.there(), "a");
                assertEquals("a", first.get());
                assertFalse(second.hasEnded());
                Talk.say(ends.there(), "b");
                assertEquals("b", second.get());
            }
        });
    }

    @Test
    void n13_who_waits_at_a_socket_holds_up_nobody() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var ticks = new AtomicInteger();
                var ticker =
                        Greenlet.spawn(() -> {
                            for (int i = 0; i < 10; i++) {
                                Greenlet.sleep(hub.unit().dividedBy(10));
                                ticks.incrementAndGet();
                            }
                            Talk.say(ends.there(), "x");
                        });
                assertEquals("x", Talk.hear(ends.here(), 1));
                assertEquals(10, ticks.get());
                ticker.join();
            }
        });
    }

    // ---------------------------------------------------------------- limits

    @Test
    void n05_a_read_out_of_time_throws_the_jdks_type_and_the_socket_works_on() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                ends.here().setSoTimeout(millis(hub));
                var in = ends.here().getInputStream();
                for (int i = 0; i < 3; i++) {
                    long begin = System.nanoTime();
                    assertThrows(SocketTimeoutException.class, in::read);
                    assertTookMillis(hub, millis(hub), begin);
                    Talk.say(ends.there(), "x");
                    assertEquals('x', in.read());
                }
                ends.here().setSoTimeout(0);
                Ends.talk(ends);
            }
        });
    }

    @Test
    void n05_accept_out_of_time_throws_the_jdks_type_and_the_server_works_on() throws Exception {
        inHub(hub -> {
            try (var server = Talk.listen()) {
                server.setSoTimeout(millis(hub));
                long begin = System.nanoTime();
                assertThrows(SocketTimeoutException.class, server::accept);
                assertTookMillis(hub, millis(hub), begin);
                server.setSoTimeout((int) hub.time.limit().toMillis());
                var accepts = Greenlet.spawn(() -> server.accept());
                Greenlet.idle();
                try (var client = Talk.connect(server.getLocalPort());
                        var other = accepts.get()) {
                    Ends.talk(new Ends.OfSocket(client, other));
                }
            }
        });
    }

    @Test
    void n05_a_stream_over_a_channel_has_a_limit_too() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfChannel.open()) {
                ends.here().socket().setSoTimeout(millis(hub));
                long begin = System.nanoTime();
                var in = ends.here().socket().getInputStream();
                assertThrows(SocketTimeoutException.class, in::read);
                assertTookMillis(hub, millis(hub), begin);
                ends.here().socket().setSoTimeout(0);
                Ends.talk(ends);
            }
        });
    }

    @Test
    void n06_a_limit_over_a_write_is_for_the_whole_transfer() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var slow = Greenlet.spawn(() -> readSlowly(hub, ends.there()));
                var much = new byte[50 * Ends.LARGE]; // takes a busy machine seconds
                var timeout = Timeout.of(hub.unit());
                long begin = hub.now();
                var out = ends.here().getOutputStream();
                assertSame(
                        timeout,
                        assertThrows(Timeout.class, () -> timeout.run(() -> out.write(much))));
                hub.assertTook(hub.unit(), begin);
                slow.join();
            }
        });
    }

    /// Always makes some progress, until the end.
    private static void readSlowly(HubCase hub, Socket socket) throws IOException {
        var buffer = new byte[1000];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                Greenlet.sleep(hub.unit().dividedBy(20));
            }
        } catch (SocketException e) {
            // The writer has left.
        }
    }

    @Test
    void n07_a_refused_connect_throws_the_usual_error() throws Exception {
        inHub(hub -> {
            try (var deaf = SocketChannel.open()) { // has the port, and does not listen on it
                deaf.bind(new InetSocketAddress(Talk.HERE, 0));
                var address = (InetSocketAddress) deaf.getLocalAddress();
                assertThrows(ConnectException.class, () -> Talk.connect(address.getPort()));
                assertThrows(ConnectException.class, () -> SocketChannel.open(address));
            }
        });
    }

    @Test
    void n08_a_connect_out_of_time_throws_the_jdks_type_and_closes() throws Exception {
        inHub(hub -> {
            try (var full = new Ends.Full();
                    var socket = new Socket()) {
                long begin = System.nanoTime();
                assertThrows(
                        SocketTimeoutException.class,
                        () -> socket.connect(full.address(), millis(hub)));
                // The JDK takes a difference of whole milliseconds of the time of day off the
                // limit.
                assertTookMillis(hub, millis(hub) - 1, begin);
                assertTrue(socket.isClosed());
            }
        });
    }

    @Test
    void n08_a_connect_that_is_killed_or_out_of_its_timeout_is_closed() throws Exception {
        inHub(hub -> {
            for (var call : new JdkCall[] {JdkCall.CONNECT, JdkCall.CHANNEL_CONNECT}) {
                try (var killed = call.open();
                        var late = call.open()) {
                    var connects = Greenlet.spawn(killed::await);
                    Greenlet.idle();
                    connects.kill();
                    assertThrows(IOException.class, killed::await);
                    var timeout = Timeout.of(hub.unit());
                    assertSame(
                            timeout, assertThrows(Timeout.class, () -> timeout.run(late::await)));
                    assertThrows(IOException.class, late::await);
                }
            }
        });
    }

    @Test
    void n02_reader_and_writer_wait_at_once_and_each_wakes_for_its_own() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var reader = Greenlet.spawn(() -> Talk.hear(ends.here(), 3));
                var writer =
                        Greenlet.spawn(
                                () -> ends.here().getOutputStream().write(new byte[Ends.LARGE]));
                Greenlet.idle();
                Talk.say(ends.there(), "abc");
                assertEquals("abc", reader.get());
                assertNull(writer.outcome());
                var again = Greenlet.spawn(() -> Talk.hear(ends.here(), 1));
                assertEquals(
                        Ends.LARGE, ends.there().getInputStream().readNBytes(Ends.LARGE).length);
                writer.join();
                assertFalse(again.hasEnded());
                Talk.say(ends.there(), "d");
                assertEquals("d", again.get());
            }
        });
    }
}
