package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Sockets;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.jdk.JdkCall.Left;
import java.io.IOException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Code that goes on with a socket after an exception has left a read or a write.
public abstract class KeepingSocketsCases extends JdkCallCases {
    private static final int MESSAGES = 50;

    @TestFactory
    Stream<DynamicTest> n28_a_read_that_is_left_can_be_done_again() {
        return eachOnHub(
                call ->
                        call.left == Left.ABANDONED
                                && call != JdkCall.WRITE
                                && call != JdkCall.CHANNEL_WRITE,
                (hub, call, subject) ->
                        Sockets.keeping(() -> {
                            for (int i = 0; i < 3; i++) {
                                var timeout = Timeout.of(hub.unit());
                                assertSame(
                                        timeout,
                                        assertThrows(
                                                Timeout.class, () -> timeout.run(subject::await)));
                                subject.endWait();
                                subject.await();
                            }
                        }));
    }

    @Test
    void n28_a_write_that_is_left_has_sent_a_beginning_and_the_rest_may_follow() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open()) {
                var timeout = Timeout.of(hub.unit());
                var data = new byte[Ends.LARGE];
                Sockets.keeping(() -> {
                    var out = ends.here().getOutputStream();
                    assertThrows(Timeout.class, () -> timeout.run(() -> out.write(data)));
                });
                var counted =
                        Greenlet.spawn(() -> ends.there().getInputStream().readAllBytes().length);
                Talk.say(ends.here(), "the end");
                ends.here().shutdownOutput();
                int all = counted.get();
                assertTrue(all > "the end".length() && all < data.length, () -> all + " bytes");
            }
        });
    }

    @Test
    void n28_no_byte_is_lost_however_often_a_reader_is_cut_off() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open()) {
                var sent = new byte[MESSAGES];
                var writer =
                        Greenlet.spawn(() -> {
                            for (int i = 0; i < MESSAGES; i++) {
                                sent[i] = (byte) i;
                                ends.there().getOutputStream().write(i);
                                Greenlet.sleep(hub.unit().dividedBy(7));
                            }
                        });
                var got = new byte[MESSAGES];
                int count = 0;
                var in = ends.here().getInputStream();
                while (count < MESSAGES) {
                    int at = count;
                    int read =
                            Sockets.keeping(() ->
                                    Timeout.callOr(
                                            hub.unit().dividedBy(5),
                                            () -> in.read(got, at, MESSAGES - at),
                                            0));
                    count += read;
                }
                writer.join();
                assertArrayEquals(sent, got);
            }
        });
    }

    @Test
    void n28_it_counts_for_the_scope_and_its_greenlet_only_and_may_be_nested() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open();
                    var others = Ends.OfSocket.open()) {
                Sockets.keeping(() -> {
                    Sockets.keeping(() -> leave(hub, ends));
                    leave(hub, ends);
                    var other = Greenlet.spawn(() -> leave(hub, others));
                    other.join();
                    assertThrows(SocketException.class, () -> Talk.hear(others.here(), 1));
                });
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Sockets.keeping(() -> {
                                    throw new IllegalStateException("the scope ends here too");
                                }));
                leave(hub, ends);
                assertThrows(SocketException.class, () -> Talk.hear(ends.here(), 1));
            }
        });
    }

    private static void leave(HubCase hub, Ends.OfSocket ends) {
        var timeout = Timeout.of(hub.unit());
        assertThrows(Timeout.class, () -> timeout.run(() -> Talk.hear(ends.here(), 1)));
    }

    @Test
    void n28_a_connect_that_is_left_is_closed_all_the_same() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var subject = JdkCall.CONNECT.open()) {
                var connects =
                        Greenlet.spawn(() ->
                                Sockets.keeping(
                                        () -> assertThrows(GreenletExit.class, subject::await)));
                Greenlet.idle();
                connects.killNoWait();
                assertInstanceOf(GreenletExit.class, connects.get());
                assertThrows(IOException.class, subject::await);
            }
        });
    }

    @Test
    void n28_elsewhere_it_just_runs_the_code() throws Exception {
        assertEquals("value", Sockets.keeping(() -> "value"));
        var failure = new IOException("expected");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () ->
                                Sockets.keeping(() -> {
                                    throw failure;
                                })));
        inHub(hub -> assertEquals("value", Sockets.keeping(() -> "value")));
    }

    @Test
    void bi16_code_that_is_null_is_refused() throws Exception {
        inHub(hub -> {
            assertThrows(
                    NullPointerException.class,
                    () ->
                            Sockets.keeping(
                                    (io.anyloop.function.Body<String, RuntimeException>) null));
            assertThrows(
                    NullPointerException.class,
                    () -> Sockets.keeping((io.anyloop.function.Action<RuntimeException>) null));
        });
    }
}
