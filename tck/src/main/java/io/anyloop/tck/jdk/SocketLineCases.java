package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.jdk.JdkCall.Left;
import io.anyloop.tck.jdk.JdkCall.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who wants to use a socket or a channel while another is in the middle of a call on it, and is cut off: nothing of its own call has
/// begun, so the other one, the bytes and the socket stay as they are. With the agent.
public abstract class SocketLineCases extends JdkCallCases {
    /// A second select waits for a monitor.
    private static final Predicate<JdkCall> IN_LINE =
            call -> call.left != Left.CLOSED && call != JdkCall.SELECT;

    @TestFactory
    Stream<DynamicTest> n36_a_kill_ends_the_wait_behind_another_and_leaves_that_alone() {
        return eachOnHub(
                IN_LINE,
                (hub, call, subject) -> {
                    var first = Greenlet.spawn(subject::await);
                    Greenlet.idle();
                    var exit = new GreenletExit();
                    var second =
                            Greenlet.spawn(() -> assertThrows(IOException.class, subject::await));
                    Greenlet.idle();
                    second.kill(exit, hub.time.prompt());
                    assertTrue(second.hasEnded(), "it waits on");
                    Killed.assertKilled(second);
                    assertEndsWell(subject, first);
                    assertEndsWell(subject, Greenlet.spawn(subject::await));
                });
    }

    private static void assertEndsWell(JdkCall.Subject subject, Greenlet<?> waits)
            throws IOException {
        Greenlet.idle();
        assertFalse(waits.hasEnded());
        subject.endWait();
        waits.get();
    }

    @TestFactory
    Stream<DynamicTest> n36_a_timeout_ends_it_as_the_jdk_documents_and_comes_as_itself() {
        return eachOnHub(
                IN_LINE,
                (hub, call, subject) -> {
                    var first = Greenlet.spawn(subject::await);
                    Greenlet.idle();
                    for (int i = 0; i < 2; i++) {
                        endsInTime(hub, Greenlet.spawn(() -> assertOutOfTime(hub, call, subject)));
                    }
                    assertEndsWell(subject, first);
                });
    }

    private static void assertOutOfTime(HubCase hub, JdkCall call, JdkCall.Subject subject) {
        long begin = hub.now();
        var limit = Timeout.of(hub.unit());
        assertSame(limit, assertThrows(Timeout.class, () -> limit.run(subject::await)));
        assertInstanceOf(outOfTime(call), limit.getSuppressed()[0]);
        assertFalse(Thread.currentThread().isInterrupted());
        hub.assertTook(hub.unit(), begin);
    }

    /// Waits for one who is to be cut off. Who is not waits on until the case closes its socket.
    private static void endsInTime(HubCase hub, Greenlet<?> cut) {
        assertTrue(cut.join(hub.time.prompt()), "it waits on");
        cut.get();
    }

    /// Not what says that a channel is closed.
    private static Class<? extends Exception> outOfTime(JdkCall call) {
        return call.seen == Seen.STREAM ? SocketTimeoutException.class : call.seen.outOfTime;
    }

    @TestFactory
    Stream<DynamicTest> n36_an_interrupt_of_somebody_elses_ends_it_no_sooner_than_the_jdk_does() {
        return eachOnHub(
                IN_LINE,
                (hub, call, subject) -> {
                    var first = Greenlet.spawn(subject::await);
                    Greenlet.idle();
                    var second =
                            Greenlet.spawn(() -> assertThrows(IOException.class, subject::await));
                    Greenlet.idle();
                    second.thread().interrupt();
                    Greenlet.idle();
                    assertFalse(second.hasEnded());
                    assertFalse(first.hasEnded());
                    subject.endWaitIfOpen();
                    assertEndsUnlessClosed(hub, first);
                    second.killNoWait();
                    assertTrue(second.join(hub.time.prompt()), "it waits on");
                });
    }

    /// Between two writes of the first the second has its turn, and then its interrupt closes the channel, as the JDK documents.
    private static void assertEndsUnlessClosed(HubCase hub, Greenlet<?> first) {
        assertTrue(first.join(hub.time.prompt()), "it waits on");
        if (first.outcome() instanceof Outcome.Failed<?>(Throwable cause)) {
            assertInstanceOf(ClosedChannelException.class, cause);
            hub.takeReport();
        }
    }

    @Test
    void n36_no_byte_of_the_first_writer_is_lost_however_often_others_are_cut_off()
            throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open()) {
                assertWholeBehindOthers(hub, ends.here(), ends.there());
            }
            try (var ends = Ends.OfChannel.open()) {
                assertWholeBehindOthers(hub, ends.here().socket(), ends.there().socket());
            }
        });
    }

    private static void assertWholeBehindOthers(HubCase hub, Socket here, Socket there)
            throws Exception {
        var sent = new byte[Ends.LARGE];
        new Random(1).nextBytes(sent);
        var out = here.getOutputStream();
        var first = Greenlet.spawn(() -> out.write(sent));
        Greenlet.idle();
        for (int i = 0; i < 3; i++) {
            endsInTime(hub, Greenlet.spawn(() -> assertWriteIsCut(hub, out)));
            var killed = Greenlet.spawn(() -> out.write(new byte[Ends.LARGE]));
            Greenlet.idle();
            killed.kill(hub.time.prompt());
            assertTrue(killed.hasEnded(), "it waits on");
        }
        var last = Greenlet.spawn(() -> Talk.say(here, "the end"));
        assertArrayEquals(sent, there.getInputStream().readNBytes(sent.length));
        first.get();
        last.get();
        assertEquals("the end", Talk.hear(there, "the end".length()));
    }

    private static void assertWriteIsCut(HubCase hub, OutputStream out) {
        assertThrows(Timeout.class, () -> Timeout.run(hub.unit(), () -> out.write('x')));
    }
}
