package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.SocketWire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Closing what somebody waits with in the JDK's own code, by anybody; after each of them the descriptor's number is used
/// again at once.
public abstract class SocketCloseCases extends JdkCallCases {
    private static final int ROUNDS = 20;

    /// What the wait was ended with: null if it just returned.
    private static Greenlet<Throwable> spawnWaiter(JdkCall.Subject subject) {
        return Greenlet.spawn(() -> {
            try {
                subject.await();
                return null;
            } catch (IOException | ClosedSelectorException e) {
                return e;
            }
        });
    }

    private static void assertClosed(JdkCall call, Throwable end) {
        if (call == JdkCall.SELECT) {
            assertTrue(
                    end == null || end instanceof ClosedSelectorException, () -> "ended by " + end);
            return;
        }
        assertNotNull(end, "it returned");
        assertTrue(
                end instanceof SocketException || end instanceof ClosedChannelException,
                () -> "ended by " + end);
    }

    private static void assertPrompt(HubCase hub, long begin) {
        long took = System.nanoTime() - begin;
        assertTrue(
                took < hub.time.prompt().toNanos(),
                () -> "it took %d ms".formatted(took / 1_000_000));
    }

    private interface Closer {
        void close(JdkCall.Subject subject) throws Throwable;
    }

    /// Waits once in vain and once for good, so that whatever is kept between two waits is there; then somebody closes.
    private static void closeWhileWaiting(
            HubCase hub, JdkCall call, JdkCall.Subject subject, Closer closer) throws Throwable {
        if (subject.isEndable()) {
            var first = spawnWaiter(subject);
            Greenlet.idle();
            subject.endWait();
            assertNull(first.get());
        }
        var waiter = spawnWaiter(subject);
        Greenlet.idle();
        long begin = System.nanoTime();
        closer.close(subject);
        assertClosed(call, waiter.get());
        assertPrompt(hub, begin);
        Ends.talkOverReusedNumbers();
    }

    @TestFactory
    Stream<DynamicTest> n04_another_greenlet_closes() {
        return each(
                ALL,
                (hub, call, subject) ->
                        closeWhileWaiting(hub, call, subject, own -> own.waiter.close()));
    }

    @TestFactory
    Stream<DynamicTest> n04_n30_a_plain_thread_closes() {
        return each(
                ALL,
                (hub, call, subject) ->
                        closeWhileWaiting(
                                hub,
                                call,
                                subject,
                                own -> Thread.ofPlatform().start(() -> closeQuietly(own)).join()));
    }

    @TestFactory
    Stream<DynamicTest> n04_n30_a_greenlet_of_another_hub_closes() {
        return each(
                ALL,
                (hub, call, subject) -> {
                    Hub other = hub.other().hub();
                    closeWhileWaiting(
                            hub, call, subject, own -> other.spawn(() -> closeQuietly(own)).join());
                });
    }

    @Test
    void n20_what_was_used_and_is_closed_idle_leaves_its_number_usable() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < ROUNDS; i++) {
                try (var ends = Ends.OfSocket.open()) {
                    Ends.talk(ends);
                }
                try (var ends = Ends.OfChannel.open()) {
                    Ends.talk(ends);
                }
            }
        });
    }

    @Test
    void n20_a_plain_thread_closes_while_nobody_waits() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < ROUNDS; i++) {
                var ends = Ends.OfSocket.open();
                Ends.talk(ends);
                Thread.ofPlatform().start(() -> closeBoth(ends)).join();
                Ends.talkOverReusedNumbers();
            }
        });
    }

    private static void closeBoth(Ends.OfSocket ends) {
        try {
            ends.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void n20_n30_the_cleaner_closes_what_nobody_holds_any_more() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    Socket there = leak();
                    var end = Greenlet.spawn(() -> there.getInputStream().read());
                    Thread collector = Thread.ofPlatform().daemon().start(() -> collectUntil(end));
                    assertEquals(-1, end.get());
                    collector.join();
                    Ends.talkOverReusedNumbers();
                    there.close();
                });
    }

    /// Uses one end of a connection and forgets it, open.
    private static Socket leak() throws IOException {
        var ends = Ends.OfSocket.open();
        Ends.talk(ends);
        return ends.there();
    }

    private static void collectUntil(Greenlet<?> end) {
        while (!end.hasEnded()) {
            System.gc();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void n17_n30_a_selectors_number_is_used_again_at_once() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < ROUNDS; i++) {
                var selector = Selector.open();
                var selects = Greenlet.spawn(() -> selector.select());
                Greenlet.idle();
                selector.close();
                assertEquals(0, selects.get());
                Ends.talkOverReusedNumbers();
            }
        });
    }

    @Test
    void n17_n20_channels_get_the_very_number_of_one_that_was_closed_while_it_was_waited_for()
            throws Exception {
        inHub(hub -> {
            var first = Ends.OfChannel.open();
            int number = SocketWire.numberOf(first.here());
            var reader =
                    Greenlet.spawn(() ->
                            assertThrows(
                                    AsynchronousCloseException.class,
                                    () -> first.here().read(Ends.bytes(1))));
            Greenlet.idle();
            first.close();
            reader.get();
            var open = new ArrayList<Ends.OfChannel>();
            boolean again = false;
            for (int i = 0; i < ROUNDS && !again; i++) {
                var next = Ends.OfChannel.open();
                open.add(next);
                again =
                        SocketWire.numberOf(next.here()) == number
                                || SocketWire.numberOf(next.there()) == number;
                Ends.talk(next);
            }
            for (var next : open) {
                next.close();
            }
            HubCase.requires(again, "the system did not give the number again");
        });
    }

    private static void closeQuietly(JdkCall.Subject subject) {
        try {
            subject.waiter.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
