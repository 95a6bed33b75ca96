package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.GreenletExit;
import io.anyloop.Timeout;
import io.anyloop.tck.JdkCall.Left;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is thrown into a greenlet at the JDK's own waits, where the agent brings them to the hub: it leaves the very call, as
/// itself, and what was waited with is closed or usable, never something between.
abstract class SocketThrowCases extends JdkCallCases {
    private static final Predicate<JdkCall> USABLE = call -> call.left == Left.USABLE;
    private static final Predicate<JdkCall> ABANDONED = call -> call.left == Left.ABANDONED;
    private static final Predicate<JdkCall> CLOSED = call -> call.left == Left.CLOSED;
    private static final Predicate<JdkCall> ENDABLE = call -> call.left != Left.CLOSED;

    SocketThrowCases(GreenletContract contract) {
        super(contract);
    }

    /// Waits, and returns what came out of the call.
    static Greenlet<Throwable> spawnCatcher(JdkCall.Subject subject) {
        return Greenlet.spawn(() -> {
            try {
                subject.await();
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
    }

    // ---------------------------------------------------------------- as itself

    @TestFactory
    Stream<DynamicTest> n25_whatever_a_kill_throws_leaves_the_call_as_itself() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var makers =
                            Stream.<Supplier<Throwable>>of(
                                    GreenletExit::new,
                                    () -> new IOException("expected"),
                                    () -> new SocketException("expected"),
                                    () -> new Exception("expected"),
                                    () -> new IllegalStateException("expected"));
                    for (var maker : makers.toList()) {
                        try (var fresh = call.open()) {
                            var waiter = spawnCatcher(fresh);
                            Greenlet.idle();
                            Throwable exception = maker.get();
                            long begin = hub.now();
                            waiter.killNoWait(exception);
                            assertSame(exception, waiter.get());
                            hub.assertTook(Duration.ZERO, begin);
                        }
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_a_timeout_leaves_the_call_as_itself_in_both_forms() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var timeout = Timeout.of(hub.unit());
                    long begin = hub.now();
                    assertSame(
                            timeout,
                            assertThrows(
                                    Timeout.class,
                                    () ->
                                            timeout.run(() -> {
                                                try {
                                                    subject.await();
                                                } catch (IOException e) {
                                                    throw new AssertionError("not as itself", e);
                                                }
                                            })));
                    hub.assertTook(hub.unit(), begin);
                    try (var fresh = call.open();
                            var block = Timeout.after(hub.unit())) {
                        assertSame(block, assertThrows(Timeout.class, fresh::await));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_nested_timeouts_keep_their_identity() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var outer = Timeout.of(hub.unit());
                    var inner = Timeout.of(hub.units(50));
                    assertSame(
                            outer,
                            assertThrows(
                                    Timeout.class,
                                    () -> outer.run(() -> inner.run(subject::await))));
                    assertFalse(inner.isPending());
                    try (var fresh = call.open()) {
                        var own = new IOException("expected");
                        var replaced = Timeout.of(hub.unit()).throwing(() -> own);
                        assertSame(
                                own,
                                assertThrows(
                                        IOException.class,
                                        () ->
                                                Timeout.of(hub.units(50))
                                                        .run(() -> replaced.run(fresh::await))));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_what_was_thrown_before_the_call_leaves_it_too() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var exception = new GreenletExit();
                    var self = Greenlet.current();
                    hub.hub().post(() -> self.killNoWait(exception));
                    hub.burn(hub.unit());
                    assertSame(exception, assertThrows(GreenletExit.class, subject::await));
                    assertFalse(Thread.currentThread().isInterrupted());
                });
    }

    @TestFactory
    Stream<DynamicTest> m08_n25_a_dump_tells_what_it_waits_for() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var waiter = spawnCatcher(subject);
                    Greenlet.idle();
                    String waitsOn =
                            hub.hub().dump().greenlets().stream()
                                    .filter(entry -> entry.toString().contains(waiter.name()))
                                    .findFirst()
                                    .orElseThrow()
                                    .waitsOn();
                    assertTrue(waitsOn.contains("descriptor"), waitsOn);
                    waiter.kill();
                });
    }

    // ---------------------------------------------------------------- and then

    @TestFactory
    Stream<DynamicTest> n27_what_is_not_a_conversation_can_be_waited_with_again() {
        return eachOnHub(
                USABLE,
                (hub, call, subject) -> {
                    for (int i = 0; i < 3; i++) {
                        var waiter = spawnCatcher(subject);
                        Greenlet.idle();
                        waiter.killNoWait();
                        assertInstanceOf(GreenletExit.class, waiter.get());
                        var again = spawnCatcher(subject);
                        Greenlet.idle();
                        subject.endWait();
                        assertNull(again.get());
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> n08_n26_a_connect_that_is_left_is_closed() {
        return eachOnHub(
                CLOSED,
                (hub, call, subject) -> {
                    var waiter = spawnCatcher(subject);
                    Greenlet.idle();
                    waiter.killNoWait();
                    assertInstanceOf(GreenletExit.class, waiter.get());
                    var later = assertThrows(IOException.class, subject::await);
                    assertNamesWhoLeft(waiter, later);
                    Ends.talkOverReusedNumbers();
                });
    }

    @TestFactory
    Stream<DynamicTest> n26_a_stream_that_is_left_is_closed_and_says_by_whom_and_why() {
        return eachOnHub(
                ABANDONED,
                (hub, call, subject) -> {
                    var waiter = spawnCatcher(subject).name("impatient");
                    Greenlet.idle();
                    waiter.killNoWait(new IOException("no time"));
                    assertEquals("no time", waiter.get().getMessage());
                    for (int i = 0; i < 2; i++) {
                        var later = assertThrows(SocketException.class, subject::await);
                        assertTrue(later.getMessage().contains("impatient"), later.getMessage());
                        assertTrue(later.getMessage().contains("no time"), later.getMessage());
                    }
                    if (subject.peer() != null) {
                        assertSeesTheEnd(subject.peer());
                    }
                    Ends.talkOverReusedNumbers();
                });
    }

    private static void assertNamesWhoLeft(Greenlet<?> who, IOException later) {
        assertTrue(
                later.getMessage() != null && later.getMessage().contains("closed"),
                () -> who + ": " + later);
    }

    private static void assertSeesTheEnd(Socket peer) throws IOException {
        var in = peer.getInputStream();
        int got;
        do {
            try {
                got = in.read(new byte[100_000]);
            } catch (SocketException reset) {
                got = -1;
            }
        } while (got >= 0);
    }

    @TestFactory
    Stream<DynamicTest> n26_the_other_direction_of_a_stream_that_is_left_ends_too() {
        return eachOnHub(
                call -> call == JdkCall.READ || call == JdkCall.CHANNEL_READ,
                (hub, call, subject) -> {
                    var writer =
                            Greenlet.spawn(() -> {
                                try {
                                    write(subject.waiter);
                                    return null;
                                } catch (IOException e) {
                                    return e;
                                }
                            });
                    var reader = spawnCatcher(subject);
                    Greenlet.idle();
                    reader.killNoWait();
                    assertInstanceOf(GreenletExit.class, reader.get());
                    assertInstanceOf(IOException.class, writer.get());
                });
    }

    private static void write(Closeable to) throws IOException {
        if (to instanceof Socket socket) {
            socket.getOutputStream().write(new byte[Ends.LARGE]);
        } else {
            var channel = (SocketChannel) to;
            var buffer = Ends.bytes(Ends.LARGE);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    // ---------------------------------------------------------------- together with data

    @TestFactory
    Stream<DynamicTest> n26_n27_a_kill_that_comes_with_what_was_waited_for_loses_neither() {
        return eachOnHub(
                ENDABLE,
                (hub, call, subject) -> {
                    for (int round = 0; round < 12; round++) {
                        try (var fresh = call.open()) {
                            killTogetherWithTheEnd(hub, call, fresh, round);
                        }
                    }
                });
    }

    private static void killTogetherWithTheEnd(
            HubCase hub, JdkCall call, JdkCall.Subject subject, int round) throws IOException {
        var waiter = spawnCatcher(subject);
        Greenlet.idle();
        if (round % 2 == 0 || call == JdkCall.WRITE || call == JdkCall.CHANNEL_WRITE) {
            waiter.killNoWait();
            subject.endWaitIfOpen();
        } else {
            subject.endWait();
            for (int i = 0; i < round / 4; i++) {
                Greenlet.yield();
            }
            waiter.killNoWait();
        }
        Throwable out = waiter.get();
        if (out == null) {
            return;
        }
        assertInstanceOf(GreenletExit.class, out);
        if (call.left == Left.ABANDONED) {
            assertThrows(SocketException.class, subject::await);
        } else {
            subject.await(); // What came is still there.
        }
        hub.assertNoReport();
    }

    @Test
    void t11_n25_a_timeout_that_is_over_before_its_time_disturbs_no_later_read() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open()) {
                for (int i = 0; i < 20; i++) {
                    var timeout = Timeout.of(hub.unit());
                    Talk.say(ends.there(), "x");
                    assertEquals("x", timeout.call(() -> Talk.hear(ends.here(), 1)));
                }
                Greenlet.sleep(hub.units(2));
                Ends.talk(ends);
            }
        });
    }
}
