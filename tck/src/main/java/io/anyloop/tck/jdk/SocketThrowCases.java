package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is thrown into a greenlet at the JDK's own waits, where the agent brings them to the hub: the call ends as the JDK
/// documents, the exception comes as itself next, and what was waited with is closed or usable, never something between.
public abstract class SocketThrowCases extends JdkCallCases {
    private static final Predicate<JdkCall> USABLE = call -> call.left == Left.USABLE;
    private static final Predicate<JdkCall> ABANDONED = call -> call.left == Left.ABANDONED;
    private static final Predicate<JdkCall> CLOSED = call -> call.left == Left.CLOSED;
    private static final Predicate<JdkCall> ENDABLE = call -> call.left != Left.CLOSED;

    /// What came out of a call of the JDK's, and out of the wait of ours that followed.
    private record Caught(Throwable seen, Throwable itself) {}

    private static Greenlet<Caught> spawnCatcher(JdkCall.Subject subject) {
        return Greenlet.spawn(() -> catching(subject));
    }

    private static Caught catching(JdkCall.Subject subject) {
        try {
            subject.await();
            return new Caught(null, null);
        } catch (Throwable e) {
            return new Caught(e, nextWait());
        }
    }

    private static Throwable nextWait() {
        try {
            Greenlet.yield();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /// A datagram socket loses the cause that its channel gives it, but not the exception that has it.
    private static boolean isBehind(Throwable cause, Throwable seen) {
        return seen != null && (seen == cause || isBehind(cause, seen.getCause()));
    }

    private static void assertSays(String text, Throwable seen) {
        String all = seen + " " + seen.getCause();
        assertTrue(all.contains(text), all);
    }

    // ---------------------------------------------------------------- as the JDK documents

    @TestFactory
    Stream<DynamicTest>
            n25_a_kill_looks_as_if_somebody_else_had_closed_it_and_comes_as_itself_next() {
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
                            var waiter = spawnCatcher(fresh).name("impatient");
                            Greenlet.idle();
                            Throwable exception = maker.get();
                            long begin = hub.now();
                            waiter.killNoWait(exception);
                            Caught caught = waiter.get();
                            assertInstanceOf(call.seen.killed, caught.seen());
                            assertTrue(isBehind(exception, caught.seen()));
                            assertSays("impatient", caught.seen());
                            assertSays(exception.toString(), caught.seen());
                            assertSame(exception, caught.itself());
                            hub.assertTook(Duration.ZERO, begin);
                        }
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_a_timeout_looks_like_the_jdks_own_and_comes_as_itself_next() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    long begin = hub.now();
                    try (var block = Timeout.after(hub.unit())) {
                        Caught caught = catching(subject);
                        assertInstanceOf(call.seen.outOfTime, caught.seen());
                        assertSame(block, caught.seen().getCause());
                        assertSays(Greenlet.current().name(), caught.seen());
                        assertSays("a limit of ", caught.seen());
                        assertSame(block, caught.itself());
                    }
                    hub.assertTook(hub.unit(), begin);
                    Greenlet.yield();
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_a_timeout_comes_as_itself_out_of_its_call_whatever_its_code_answered() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var timeout = Timeout.of(hub.unit());
                    assertSame(
                            timeout,
                            assertThrows(Timeout.class, () -> timeout.run(subject::await)));
                    assertInstanceOf(call.seen.outOfTime, timeout.getSuppressed()[0]);
                    try (var fresh = call.open()) {
                        assertEquals(
                                "late", Timeout.callOr(hub.unit(), () -> swallow(fresh), "late"));
                    }
                });
    }

    private static String swallow(JdkCall.Subject subject) {
        try {
            subject.await();
            return "woke";
        } catch (Exception e) {
            return "swallowed";
        }
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
    Stream<DynamicTest> n25_what_was_thrown_before_the_call_cuts_it_off_too() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var exception = new GreenletExit();
                    var self = Greenlet.current();
                    hub.hub().post(() -> self.killNoWait(exception));
                    hub.burn(hub.unit());
                    Caught caught = catching(subject);
                    assertInstanceOf(call.seen.killed, caught.seen());
                    assertSame(exception, caught.itself());
                    assertFalse(Thread.currentThread().isInterrupted());
                });
    }

    @TestFactory
    Stream<DynamicTest> n25_it_cuts_off_each_wait_of_the_jdk_until_it_has_come_as_itself() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var others = new ArrayList<JdkCall.Subject>();
                    for (int i = 0; i < 5; i++) {
                        others.add(call.open());
                    }
                    long begin = hub.now();
                    try (var block = Timeout.after(hub.unit())) {
                        for (var other : others) {
                            try (var fresh = other) {
                                var seen = assertThrows(call.seen.outOfTime, fresh::await);
                                assertSame(block, seen.getCause());
                            }
                        }
                        assertSame(block, nextWait());
                    }
                    hub.assertTook(hub.unit(), begin);
                    var waits = spawnCatcher(subject);
                    Greenlet.idle();
                    assertFalse(waits.hasEnded(), "it was cut off once more");
                    waits.kill();
                });
    }

    @TestFactory
    Stream<DynamicTest>
            k26_n25_a_greenlet_that_was_killed_ends_as_killed_whatever_its_code_answered() {
        return eachOnHub(
                ALL,
                (hub, call, subject) -> {
                    var returns = Greenlet.spawn(() -> swallow(subject));
                    Greenlet.idle();
                    returns.kill();
                    Killed.assertKilled(returns);
                    try (var fresh = call.open()) {
                        var fails =
                                Greenlet.spawn(() -> {
                                    swallow(fresh);
                                    throw new IllegalStateException("of a driver");
                                });
                        Greenlet.idle();
                        fails.kill();
                        Killed.assertKilled(fails);
                    }
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
                        assertInstanceOf(GreenletExit.class, waiter.get().itself());
                        var again = spawnCatcher(subject);
                        Greenlet.idle();
                        subject.endWait();
                        assertNull(again.get().seen());
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
                    assertInstanceOf(GreenletExit.class, waiter.get().itself());
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
                    assertEquals("no time", waiter.get().itself().getMessage());
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
                    assertInstanceOf(GreenletExit.class, reader.get().itself());
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
        Caught caught = endOf(waiter);
        if (caught == null || caught.seen() == null) {
            return;
        }
        assertInstanceOf(GreenletExit.class, caught.itself());
        if (call.left == Left.ABANDONED) {
            assertThrows(SocketException.class, subject::await);
        } else {
            subject.await(); // What came is still there.
        }
        hub.assertNoReport();
    }

    /// Null if it was killed when the call had ended.
    private static Caught endOf(Greenlet<Caught> waiter) {
        waiter.join();
        return waiter.outcome() instanceof Outcome.Returned<Caught>(Caught caught) ? caught : null;
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
