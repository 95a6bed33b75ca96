package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.fixture.TlsContexts;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// TLS over the JDK's sockets in greenlets.
public abstract class TlsSocketCases extends JdkCallCases {
    private static final int LARGE = 300_000;

    /// Both ends of a TLS connection, and the plain socket under one of them.
    private record Tls(SSLSocket here, SSLSocket there, Socket plainHere) implements Closeable {
        static Tls open() throws IOException {
            var ends = Ends.OfSocket.open();
            var here =
                    (SSLSocket)
                            TlsContexts.CLIENT
                                    .getSocketFactory()
                                    .createSocket(
                                            ends.here(), "127.0.0.1", ends.here().getPort(), true);
            var there =
                    (SSLSocket)
                            TlsContexts.SERVER
                                    .getSocketFactory()
                                    .createSocket(ends.there(), null, true);
            there.setUseClientMode(false);
            var tls = new Tls(here, there, ends.here());
            var shakes = Greenlet.spawn(() -> there.startHandshake());
            here.startHandshake();
            shakes.join();
            return tls;
        }

        @Override
        public void close() throws IOException {
            try {
                here.close();
            } finally {
                there.close();
            }
        }
    }

    private interface Use {
        void of(HubCase hub, Tls tls) throws Throwable;
    }

    private void overTls(Use use) throws Exception {
        inHub(hub -> {
            try (var tls = Tls.open()) {
                use.of(hub, tls);
            }
        });
    }

    @Test
    void n22_round_trips_and_records_larger_than_all_buffers() throws Exception {
        overTls((hub, tls) -> {
            var sent = new byte[LARGE];
            new Random(3).nextBytes(sent);
            var echo =
                    Greenlet.spawn(() ->
                            tls.there().getInputStream().transferTo(tls.there().getOutputStream()));
            var writer =
                    Greenlet.spawn(() -> {
                        tls.here().getOutputStream().write(sent);
                        tls.here().shutdownOutput();
                    });
            assertArrayEquals(sent, tls.here().getInputStream().readNBytes(LARGE));
            writer.join();
            assertEquals(LARGE, echo.get());
        });
    }

    @Test
    void n22_the_end_of_the_other_side_is_the_end_of_the_stream() throws Exception {
        overTls((hub, tls) -> {
            var reader = Greenlet.spawn(() -> tls.here().getInputStream().readAllBytes());
            Greenlet.idle();
            Talk.say(tls.there(), "the last words");
            Talk.hangUp(tls.there());
            assertEquals("the last words", new String(reader.get()));
        });
    }

    @Test
    void n22_closing_while_another_greenlet_reads_ends_the_read() throws Exception {
        overTls((hub, tls) -> {
            var reader =
                    Greenlet.spawn(
                            () -> assertThrows(IOException.class, () -> Talk.hear(tls.here(), 1)));
            Greenlet.idle();
            Talk.hangUp(tls.here());
            reader.get();
            Ends.talkOverReusedNumbers();
        });
    }

    @Test
    void n22_n25_a_timeout_comes_through_and_the_connection_is_of_no_use_afterwards()
            throws Exception {
        overTls((hub, tls) -> {
            requireJdkWaits();
            assertEquals("a", heard(tls, "a"));
            var timeout = Timeout.of(hub.unit());
            assertSame(
                    timeout,
                    assertThrows(Timeout.class, () -> timeout.run(() -> Talk.hear(tls.here(), 1))));
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> Talk.hear(tls.here(), 1));
                assertThrows(IOException.class, () -> Talk.say(tls.here(), "x"));
            }
        });
    }

    private static String heard(Tls tls, String words) throws IOException {
        Talk.say(tls.there(), words);
        return Talk.hear(tls.here(), words.length());
    }

    @Test
    void n22_n26_a_kill_in_the_middle_of_a_record_never_shows_half_of_it() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            for (int cut = 1; cut < 60; cut += 7) {
                killInTheMiddleOfARecord(hub, cut);
            }
        });
    }

    /// Sends the beginning of a record, kills the reader, sends the rest.
    private static void killInTheMiddleOfARecord(HubCase hub, int cut) throws IOException {
        try (var outer = Ends.OfSocket.open();
                var inner = Ends.OfSocket.open()) {
            // here == outer.here, outer.there <- by hand - inner.here, inner.there == there
            var here =
                    (SSLSocket)
                            TlsContexts.CLIENT
                                    .getSocketFactory()
                                    .createSocket(outer.here(), "127.0.0.1", 1, true);
            var there =
                    (SSLSocket)
                            TlsContexts.SERVER
                                    .getSocketFactory()
                                    .createSocket(inner.there(), null, true);
            there.setUseClientMode(false);
            var up = Greenlet.spawn(() -> pass(outer.there(), inner.here()));
            var limit = new int[] {Integer.MAX_VALUE};
            var down = Greenlet.spawn(() -> passSome(inner.here(), outer.there(), limit));
            var serves = Greenlet.spawn(() -> Talk.ask(there, "ready"));
            assertEquals("ready", Talk.hear(here, 5));
            Talk.say(here, "ready");
            serves.get();
            limit[0] = cut;
            var reader =
                    Greenlet.spawn(() -> {
                        try {
                            return "heard " + Talk.hear(here, 11);
                        } catch (IOException e) {
                            assertThrows(IOException.class, () -> Talk.hear(here, 1));
                            assertThrows(GreenletExit.class, Greenlet::yield);
                            return "left";
                        }
                    });
            Talk.say(there, "hello world");
            Greenlet.sleep(hub.unit());
            reader.killNoWait();
            limit[0] = Integer.MAX_VALUE;
            String how = reader.get();
            assertTrue(how.equals("left") || how.equals("heard hello world"), how);
            shut(inner);
            shut(outer);
            up.join();
            down.join();
        }
    }

    /// Before the end of the block that would do so.
    private static void shut(Closeable ends) throws IOException {
        ends.close();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is closed.
        }
    }

    /// Passes on, at most so many bytes of a piece at first.
    private static void passSome(Socket from, Socket to, int[] limit) {
        var buffer = new byte[20_000];
        try {
            int count = from.getInputStream().read(buffer);
            while (count >= 0) {
                int first = Math.min(count, limit[0]);
                to.getOutputStream().write(buffer, 0, first);
                while (limit[0] < count) {
                    Greenlet.yield();
                }
                to.getOutputStream().write(buffer, first, count - first);
                count = from.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // One of them is closed.
        }
    }
}
