package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.Greenlet;
import io.anyloop.Sockets;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.Pinned;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A greenlet whose calls never have to wait: files, as embedded databases use them, and sockets that are always ready.
public abstract class GivingWayCases extends Cases {
    /// How long one may run at most before it is asked to give way, twice the time between two looks.
    private static final Duration LIMIT = Duration.ofMillis(20);

    /// For so long after a slow call those that follow leave a host's thread.
    private static final Duration UNTIL_TRUSTED = Duration.ofMillis(1_100);

    private static final int AT_ONCE = 4;
    private static final int TRIES = 25;

    @TempDir Path directory;

    private void onHub(HubCase.Body body) throws Exception {
        HubCase.requireAgent();
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    HubCase.requires(!hub.isVirtual(), "in virtual time nobody is late");
                    body.run(hub);
                });
    }

    private Stream<DynamicTest> each(Stream<ReadyCall> calls, Check check) {
        return calls.map(call ->
                DynamicTest.dynamicTest(
                        call.name(),
                        () ->
                                onHub(hub -> {
                                    try (var ready = call.open(directory)) {
                                        check.on(hub, ready);
                                    }
                                })));
    }

    private static Stream<ReadyCall> of(ReadyCall.Kind kind) {
        return Stream.of(ReadyCall.values()).filter(call -> call.kind == kind);
    }

    private interface Check {
        void on(HubCase hub, ReadyCall.Ready ready) throws Throwable;
    }

    /// Calls again and again, without a wait of its own.
    private static void callUntil(HubCase hub, ReadyCall.Ready ready, BooleanSupplier done)
            throws IOException {
        long end = System.nanoTime() + Patience.tooLong(hub.time).toNanos();
        while (!done.getAsBoolean()) {
            ready.call();
            if (System.nanoTime() - end > 0) {
                fail("nobody else ran meanwhile");
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> y11_others_run_though_a_greenlet_never_has_to_wait() {
        return each(
                Stream.concat(of(ReadyCall.Kind.FILE), of(ReadyCall.Kind.MAY_WAIT)),
                (hub, ready) -> {
                    var ran = new boolean[1];
                    Greenlet.spawn(() -> {
                        ran[0] = true;
                    });
                    callUntil(hub, ready, () -> ran[0]);
                });
    }

    @TestFactory
    Stream<DynamicTest> y11_a_timer_and_a_socket_of_others_are_heard() {
        return each(
                Stream.of(ReadyCall.FILE_CHANNEL_READ, ReadyCall.SOCKET),
                (hub, ready) -> {
                    var slept = Greenlet.spawn(() -> Greenlet.sleep(hub.unit()));
                    try (var ends = Ends.OfSocket.open()) {
                        var reads = Greenlet.spawn(() -> ends.here().getInputStream().read());
                        Greenlet.yield();
                        Talk.say(ends.there(), "x");
                        callUntil(hub, ready, () -> slept.hasEnded() && reads.hasEnded());
                        assertEquals('x', reads.get());
                    }
                });
    }

    /// Some machines pause whole threads, so one good try of many counts. Without anybody giving way there is none.
    @TestFactory
    Stream<DynamicTest> y11_a_ticker_beside_them_is_never_late_for_long() {
        return each(
                Stream.of(ReadyCall.FILE_CHANNEL_READ, ReadyCall.SOCKET),
                (hub, ready) -> {
                    var stop = new boolean[1];
                    List<Greenlet<?>> busy = new ArrayList<>();
                    for (int i = 0; i < AT_ONCE; i++) {
                        busy.add(
                                Greenlet.spawn(() -> {
                                    while (!stop[0]) {
                                        ready.call();
                                    }
                                }));
                    }
                    long gap = Long.MAX_VALUE;
                    long limit = hub.time.scaled(LIMIT.multipliedBy(3)).toNanos();
                    for (int i = 0; i < TRIES && gap > limit; i++) {
                        gap = largestGap(10);
                    }
                    stop[0] = true;
                    for (Greenlet<?> each : busy) {
                        each.get();
                    }
                    assertTrue(gap <= limit, "late for " + gap / 1_000_000 + " ms");
                });
    }

    private static long largestGap(int ticks) {
        long largest = 0;
        long last = System.nanoTime();
        for (int i = 0; i < ticks; i++) {
            Greenlet.sleep(Duration.ofMillis(5));
            long now = System.nanoTime();
            largest = Math.max(largest, now - last);
            last = now;
        }
        return largest;
    }

    // ---------------------------------------------------------------- limits and kills

    private static void callForEver(ReadyCall.Ready ready) throws IOException {
        while (true) {
            ready.call();
        }
    }

    @TestFactory
    Stream<DynamicTest> y12_a_limit_ends_it_where_it_reads() {
        return each(
                of(ReadyCall.Kind.MAY_WAIT),
                (hub, ready) -> {
                    var limit = Timeout.of(hub.unit());
                    long begin = hub.now();
                    assertSame(
                            limit,
                            assertThrows(Timeout.class, () -> limit.run(() -> callForEver(ready))));
                    hub.assertTook(hub.unit(), begin);
                });
    }

    @TestFactory
    Stream<DynamicTest> y12_a_kill_ends_it_where_it_reads() {
        return each(
                of(ReadyCall.Kind.MAY_WAIT),
                (hub, ready) -> {
                    var target = Greenlet.spawn(() -> callForEver(ready));
                    Greenlet.sleep(hub.unit());
                    var exit = new GreenletExit("enough");
                    target.kill(exit);
                    assertSame(
                            exit, assertInstanceOf(Outcome.Killed.class, target.outcome()).exit());
                });
    }

    @Test
    void y12_the_socket_says_later_why_it_is_closed() throws Exception {
        onHub(hub -> {
            try (var ends = Ends.OfSocket.open()) {
                var out = ends.there().getOutputStream();
                var in = ends.here().getInputStream();
                var seen = new IOException[1];
                Timeout.callOr(
                        hub.unit(),
                        () -> {
                            seen[0] = assertThrows(IOException.class, () -> copyForEver(out, in));
                            return null;
                        },
                        null);
                assertInstanceOf(SocketTimeoutException.class, seen[0]);
                assertInstanceOf(Timeout.class, seen[0].getCause());
                String message = seen[0].getMessage();
                assertTrue(message.contains("where it gave way"), message);
                String later = failureOf(() -> out.write(1)) + failureOf(in::read);
                assertTrue(later.contains("left it in the middle"), later);
            }
        });
    }

    private static void copyForEver(OutputStream out, InputStream in) throws IOException {
        while (true) {
            out.write(1);
            in.read();
        }
    }

    private static String failureOf(Blocking call) {
        try {
            call.run();
            return "";
        } catch (Throwable e) {
            return e.getMessage() + ". ";
        }
    }

    @Test
    void y12_who_keeps_his_socket_gets_the_very_limit_out_of_it() throws Exception {
        onHub(hub -> {
            try (var ready = ReadyCall.SOCKET.open(directory)) {
                var limit = Timeout.of(hub.unit());
                var seen = new Throwable[1];
                assertThrows(
                        Timeout.class,
                        () ->
                                limit.run(() ->
                                        Sockets.keeping(() -> {
                                            seen[0] =
                                                    assertThrows(
                                                            Timeout.class,
                                                            () -> callForEver(ready));
                                        })));
                assertSame(limit, seen[0]);
                ready.call();
            }
        });
    }

    /// Many may talk through one connection: who is cut off in the middle of a write takes it from all of them, and the JDK knows no
    /// limit for a write.
    @Test
    void y12_a_write_gives_way_and_is_made_whatever_is_due() throws Exception {
        onHub(hub -> {
            try (var ends = Ends.OfChannel.open()) {
                ends.here().configureBlocking(false);
                var ran = new boolean[1];
                Greenlet.spawn(() -> {
                    ran[0] = true;
                });
                var counts = new long[2];
                String whole =
                        Timeout.call(
                                hub.unit(),
                                () -> {
                                    long end = System.nanoTime() + hub.units(6).toNanos();
                                    while (System.nanoTime() - end < 0) {
                                        counts[0] += ends.there().write(Ends.bytes(1));
                                        counts[1] += ends.here().read(Ends.bytes(100));
                                    }
                                    return "whole";
                                });
                assertEquals("whole", whole);
                assertTrue(ran[0]);
                ends.here().configureBlocking(true);
                while (counts[1] < counts[0]) {
                    counts[1] += ends.here().read(Ends.bytes(100));
                }
                assertEquals(counts[0], counts[1]);
            }
        });
    }

    /// A database would not like its file to be closed.
    @Test
    void y12_at_a_file_nothing_comes_out_and_the_next_wait_is_cut_off() throws Exception {
        onHub(hub -> {
            try (var ready = ReadyCall.FILE_CHANNEL_READ.open(directory)) {
                String whole =
                        Timeout.call(
                                hub.unit(),
                                () -> {
                                    callFor(ready, hub.units(6));
                                    return "whole";
                                });
                assertEquals("whole", whole);
                var at = new String[1];
                assertThrows(
                        Timeout.class,
                        () ->
                                Timeout.of(hub.unit())
                                        .run(() -> {
                                            callFor(ready, hub.units(6));
                                            at[0] = "before its wait";
                                            Greenlet.sleep(HubCase.FAR);
                                            at[0] = "behind its wait";
                                        }));
                assertEquals("before its wait", at[0]);
                ready.call();
            }
        });
    }

    private static void callFor(ReadyCall.Ready ready, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            ready.call();
        }
    }

    // ---------------------------------------------------------------- where it does not

    /// On a host, where nobody stands in for a thread in a slow call. There the calls that follow a slow one leave the thread for a
    /// second, and any call is slow on a machine that is busy; so one good try of many counts. If they gave way there would be none.
    @TestFactory
    Stream<DynamicTest> y13_where_logs_are_written_or_archives_are_read_nobody_gives_way() {
        return each(
                of(ReadyCall.Kind.HELD),
                (hub, ready) -> {
                    HubCase.requireHosted(loops);
                    boolean held = holds(ready);
                    for (int i = 1; i < TRIES && !held; i++) {
                        Greenlet.sleep(UNTIL_TRUSTED);
                        held = holds(ready);
                    }
                    assertTrue(held, "others ran each time");
                });
    }

    /// Whether nobody else runs while the calls are made.
    private static boolean holds(ReadyCall.Ready ready) throws IOException {
        var ran = new boolean[1];
        var other =
                Greenlet.spawn(() -> {
                    ran[0] = true;
                });
        callFor(ready, LIMIT.multipliedBy(4));
        boolean held = !ran[0];
        other.join();
        return held;
    }

    @TestFactory
    Stream<DynamicTest> y13_while_pinned_nobody_gives_way_and_nothing_stops() {
        return each(
                Stream.of(ReadyCall.FILE_CHANNEL_READ, ReadyCall.SOCKET),
                (hub, ready) -> {
                    var ran = new boolean[1];
                    var other =
                            Greenlet.spawn(() -> {
                                ran[0] = true;
                            });
                    Pinned.run(() -> {
                        try {
                            callFor(ready, LIMIT.multipliedBy(4));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        assertFalse(ran[0] && isHosted());
                    });
                    other.join();
                });
    }

    private boolean isHosted() {
        return loops.provider().kind() == Kind.HOSTED;
    }
}
