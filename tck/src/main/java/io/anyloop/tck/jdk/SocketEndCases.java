package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.OpenFiles;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The ends of connections, in greenlets: closes, halves, resets, and what else may come with the data.
public abstract class SocketEndCases extends Cases {
    private static final int CONNECTS = Boolean.getBoolean("anyloop.full") ? 10_000 : 2_000;

    // ---------------------------------------------------------------- ends

    @Test
    void n09_the_end_of_a_stream_is_told_again_and_again() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var in = ends.here().getInputStream();
                var reader = Greenlet.spawn(() -> in.read());
                Greenlet.idle();
                ends.there().close();
                assertEquals(-1, reader.get());
                assertEquals(-1, in.read());
                assertEquals(-1, in.read(new byte[5]));
            }
        });
    }

    @Test
    void n09_half_a_connection_closes_either_way() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var all = Greenlet.spawn(() -> ends.there().getInputStream().readAllBytes());
                Greenlet.idle();
                Talk.say(ends.here(), "request");
                ends.here().shutdownOutput();
                assertEquals("request", new String(all.get()));
                Talk.say(ends.there(), "answer");
                assertEquals("answer", Talk.hear(ends.here(), 6));
                assertThrows(SocketException.class, () -> Talk.say(ends.here(), "more"));
            }
        });
    }

    @Test
    void n09_shutting_the_input_ends_a_reader_and_leaves_the_output() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                Ends.talk(ends);
                var in = ends.here().getInputStream();
                var reader = Greenlet.spawn(() -> in.read());
                Greenlet.idle();
                ends.here().shutdownInput();
                assertEquals(-1, reader.get());
                assertEquals(-1, in.read());
                Talk.say(ends.here(), "still");
                assertEquals("still", Talk.hear(ends.there(), 5));
            }
        });
    }

    @Test
    void n09_shutting_the_output_ends_a_writer() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var out = ends.here().getOutputStream();
                var writer =
                        Greenlet.spawn(() ->
                                assertThrows(
                                        SocketException.class,
                                        () -> out.write(new byte[Ends.LARGE])));
                Greenlet.idle();
                ends.here().shutdownOutput();
                writer.get();
            }
        });
    }

    @Test
    void n10_a_stream_keeps_its_socket_open_and_either_closes_the_other() throws Exception {
        inHub(hub -> {
            try (var server = Talk.listen()) {
                InputStream in = Talk.connect(server.getLocalPort()).getInputStream();
                try (var other = server.accept()) {
                    System.gc();
                    Talk.say(other, "x");
                    assertEquals('x', in.read());
                    in.close();
                    assertEquals(-1, other.getInputStream().read());
                }
            }
            try (var ends = Ends.OfSocket.open()) {
                var in = ends.here().getInputStream();
                var out = ends.here().getOutputStream();
                ends.here().close();
                assertThrows(SocketException.class, in::read);
                assertThrows(SocketException.class, () -> out.write(1));
            }
        });
    }

    @Test
    void n11_any_call_on_a_closed_socket_fails_at_once() throws Exception {
        inHub(hub -> {
            for (JdkCall call : JdkCall.values()) {
                try (var subject = call.open()) {
                    subject.waiter.close();
                    long begin = hub.now();
                    if (call == JdkCall.SELECT) {
                        assertThrows(ClosedSelectorException.class, subject::await);
                    } else {
                        var e = assertThrows(IOException.class, subject::await);
                        assertTrue(
                                e instanceof SocketException || e instanceof ClosedChannelException,
                                () -> call + ": " + e);
                    }
                    hub.assertTook(Duration.ZERO, begin);
                }
            }
        });
    }

    @Test
    void n12_an_empty_write_is_fine_with_and_without_a_limit() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open();
                    var channels = Ends.OfChannel.open()) {
                var out = ends.here().getOutputStream();
                out.write(new byte[0]);
                Timeout.of(HubCase.FAR).run(() -> out.write(new byte[0]));
                assertEquals(0, channels.here().write(Ends.bytes(0)));
                assertEquals(0, ends.here().getInputStream().read(new byte[0]));
                Ends.talk(ends);
            }
        });
    }

    // ---------------------------------------------------------------- unusual arrivals

    @Test
    void n29_an_answer_and_the_end_that_come_together_are_both_read() throws Exception {
        inHub(hub -> {
            for (int size : new int[] {1, 63, 64, 65, 8192, 100_000}) {
                try (var ends = Ends.OfSocket.open()) {
                    Ends.talk(ends);
                    var reader = Greenlet.spawn(() -> readAll(ends.here(), 64));
                    Greenlet.idle();
                    var writer =
                            Greenlet.spawn(() -> {
                                ends.there().getOutputStream().write(new byte[size]);
                                ends.there().close();
                            });
                    assertEquals(size, reader.get());
                    writer.join();
                }
            }
        });
    }

    private static int readAll(Socket socket, int buffer) throws IOException {
        var in = socket.getInputStream();
        var bytes = new byte[buffer];
        int all = 0;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            all += count;
        }
        return all;
    }

    @Test
    void n29_a_reset_ends_a_reader_with_an_error() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                Ends.talk(ends);
                var reader = Greenlet.spawn(() -> failureOf(() -> Talk.hear(ends.here(), 1)));
                Greenlet.idle();
                reset(ends.there());
                assertInstanceOf(SocketException.class, reader.get());
            }
        });
    }

    /// The system tells of a reset once. Where the writer hears of it first, the reader finds the end of the stream.
    @Test
    void n29_a_reset_ends_both_a_reader_and_a_writer() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                Ends.talk(ends);
                var reader = Greenlet.spawn(() -> failureOf(() -> Talk.hear(ends.here(), 1)));
                var writer =
                        Greenlet.spawn(() ->
                                failureOf(() ->
                                        ends.here().getOutputStream().write(new byte[Ends.LARGE])));
                Greenlet.idle();
                reset(ends.there());
                assertInstanceOf(SocketException.class, writer.get());
                var read = reader.get();
                assertTrue(read == null || read instanceof SocketException, () -> "" + read);
            }
        });
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static IOException failureOf(JdkCall.Step step) {
        try {
            step.run();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void n29_urgent_data_is_dropped_or_comes_inline_and_disturbs_nothing() throws Exception {
        inHub(hub -> {
            for (boolean inline : new boolean[] {false, true}) {
                try (var ends = Ends.OfSocket.open()) {
                    ends.here().setOOBInline(inline);
                    Ends.talk(ends);
                    for (int i = 0; i < 5; i++) {
                        String expected = inline ? "a!b" : "ab";
                        var reader =
                                Greenlet.spawn(() -> Talk.hear(ends.here(), expected.length()));
                        Greenlet.idle();
                        Talk.say(ends.there(), "a");
                        ends.there().sendUrgentData('!');
                        Greenlet.idle();
                        Talk.say(ends.there(), "b");
                        assertEquals(expected, reader.get());
                    }
                    var end = Greenlet.spawn(() -> ends.here().getInputStream().read());
                    ends.there().close();
                    assertEquals(-1, end.get());
                }
            }
        });
    }

    @Test
    void n30_an_interrupt_from_outside_closes_the_socket_as_the_jdk_says() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var reader =
                        Greenlet.spawn(() -> {
                            var e =
                                    assertThrows(
                                            SocketException.class, () -> Talk.hear(ends.here(), 1));
                            assertTrue(Thread.interrupted());
                            return e;
                        });
                Greenlet.idle();
                reader.thread().interrupt();
                assertEquals("Closed by interrupt", reader.get().getMessage());
                assertTrue(ends.here().isClosed());
            }
        });
    }

    @Test
    void n24_thousands_of_connects_leave_nothing_behind() throws Exception {
        inHub(hub -> {
            long before = OpenFiles.count();
            try (var server = Talk.listen()) {
                var serves =
                        Greenlet.spawn(() -> {
                            for (int i = 0; i < CONNECTS; i++) {
                                try (var client = server.accept()) {
                                    client.setSoLinger(true, 0); // No port stays in use.
                                    client.getInputStream().read();
                                }
                            }
                        });
                for (int i = 0; i < CONNECTS; i++) {
                    try (var socket = Talk.connect(server.getLocalPort())) {
                        socket.getOutputStream().write(1);
                        assertTrue(Talk.isClosed(socket));
                    }
                }
                serves.join();
            }
            Greenlet.idle();
            assertEquals(1, hub.hub().dump().greenlets().size());
            long after = OpenFiles.count();
            assertTrue(
                    after <= before + CONNECTS / 10,
                    () -> "%d descriptors were open before, %d are now".formatted(before, after));
        });
    }
}
