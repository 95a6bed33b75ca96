package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A JDK selector in a greenlet: other libraries' event loops, which hold up nobody here.
public abstract class SelectorIoCases extends JdkCallCases {
    private static final int MANY = 60;

    /// A selector with one end of a connection.
    private interface Use {
        void of(HubCase hub, Selector selector, Ends.OfChannel ends) throws Throwable;
    }

    private void withSelector(Use use) throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    try (var ends = Ends.OfChannel.open();
                            var selector = Selector.open()) {
                        ends.here().configureBlocking(false);
                        use.of(hub, selector, ends);
                    }
                });
    }

    @Test
    void n15_select_returns_what_is_ready_and_nothing_out_of_time() throws Exception {
        withSelector((hub, selector, ends) -> {
            var key = ends.here().register(selector, SelectionKey.OP_READ);
            long millis = hub.time.quiet().toMillis();
            long begin = System.nanoTime();
            assertEquals(0, selector.select(millis));
            assertTrue(System.nanoTime() - begin >= millis * 1_000_000);
            assertEquals(0, selector.selectNow());
            ends.there().write(Ends.bytes(1));
            assertEquals(1, selector.select());
            assertEquals(Set.of(key), selector.selectedKeys());
            assertTrue(key.isReadable());
            assertThrows(IllegalArgumentException.class, () -> selector.select(-1));
        });
    }

    @Test
    void n15_a_wait_of_no_time_still_lets_the_others_run() throws Exception {
        withSelector((hub, selector, ends) -> {
            Set<Capability> declared = loops.provider().capabilities();
            HubCase.requires(
                    declared.contains(Capability.DESCRIPTORS) && !hub.isVirtual(),
                    "this loop watches no descriptors of the system's");
            var other = Greenlet.spawn(() -> "ran");
            assertFalse(Descriptors.awaitReadable(ends.here(), Duration.ZERO));
            assertTrue(other.hasEnded());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Descriptors.awaitReadable(ends.here(), Duration.ofNanos(-1)));
        });
    }

    @Test
    void n16_what_was_read_is_not_selected_again() throws Exception {
        withSelector((hub, selector, ends) -> {
            ends.here().register(selector, SelectionKey.OP_READ);
            ends.there().write(Ends.bytes(5));
            assertEquals(1, selector.select());
            assertEquals(5, ends.here().read(Ends.bytes(10)));
            selector.selectedKeys().clear();
            assertEquals(0, selector.select(hub.time.quiet().toMillis()));
        });
    }

    @Test
    void n19_a_selector_that_waits_does_not_block_the_hub() throws Exception {
        withSelector((hub, selector, ends) -> {
            ends.here().register(selector, SelectionKey.OP_READ);
            var ticks = new AtomicInteger();
            var ticker =
                    Greenlet.spawn(() -> {
                        for (int i = 0; i < 10; i++) {
                            Greenlet.sleep(hub.unit().dividedBy(10));
                            ticks.incrementAndGet();
                        }
                        ends.there().write(Ends.bytes(1));
                    });
            assertEquals(1, selector.select());
            assertEquals(10, ticks.get());
            ticker.join();
        });
    }

    @Test
    void n19_a_wakeup_ends_a_select_before_it_and_during_it_from_anywhere() throws Exception {
        withSelector((hub, selector, ends) -> {
            selector.wakeup();
            assertEquals(0, selector.select());
            var greenlet = selects(selector);
            selector.wakeup();
            assertEquals(0, greenlet.get());
            var byThread = selects(selector);
            Thread.ofPlatform().start(selector::wakeup);
            assertEquals(0, byThread.get());
            Hub other = hub.other().hub();
            var byOther = selects(selector);
            other.spawn(() -> selector.wakeup());
            assertEquals(0, byOther.get());
        });
    }

    private static Greenlet<Integer> selects(Selector selector) {
        var selects = Greenlet.<Integer>spawn(() -> selector.select());
        Greenlet.idle();
        assertFalse(selects.hasEnded());
        return selects;
    }

    @Test
    void n19_a_change_of_interest_counts_for_a_select_under_way() throws Exception {
        withSelector((hub, selector, ends) -> {
            var key = ends.here().register(selector, 0);
            ends.there().write(Ends.bytes(1));
            var first = selects(selector);
            key.interestOps(SelectionKey.OP_READ);
            selector.wakeup();
            first.get();
            assertEquals(1, selector.select());
            key.interestOps(0);
            selector.selectedKeys().clear();
            var second = selects(selector);
            var changes =
                    Thread.ofPlatform()
                            .start(() -> {
                                key.interestOps(SelectionKey.OP_WRITE);
                                selector.wakeup();
                            });
            second.get();
            changes.join();
            selector.select(hub.time.prompt().toMillis());
            assertTrue(key.isWritable());
        });
    }

    @Test
    void n17_closing_a_channel_that_is_selected_hangs_nobody() throws Exception {
        withSelector((hub, selector, ends) -> {
            var key = ends.here().register(selector, SelectionKey.OP_READ);
            var selects = selects(selector);
            ends.here().close();
            selector.wakeup();
            selects.get();
            assertFalse(key.isValid());
            assertEquals(0, selector.selectNow());
            assertEquals(Set.of(), selector.keys());
            Ends.talkOverReusedNumbers();
        });
    }

    @Test
    void n17_a_key_that_is_cancelled_is_gone_after_the_next_select() throws Exception {
        withSelector((hub, selector, ends) -> {
            var key = ends.here().register(selector, SelectionKey.OP_READ);
            var selects = selects(selector);
            key.cancel();
            selector.wakeup();
            selects.get();
            selector.selectNow();
            assertEquals(Set.of(), selector.keys());
            assertThrows(CancelledKeyException.class, () -> key.interestOps(0));
            ends.here().configureBlocking(true);
            Ends.talk(ends);
        });
    }

    @Test
    void n18_many_that_are_ready_are_all_served_in_one_round() throws Exception {
        inHub(hub -> {
            var all = new ArrayList<Ends.OfChannel>();
            try (var selector = Selector.open()) {
                for (int i = 0; i < MANY; i++) {
                    var ends = Ends.OfChannel.open();
                    all.add(ends);
                    ends.here().configureBlocking(false);
                    ends.here().register(selector, SelectionKey.OP_READ, i);
                }
                for (int round = 0; round < 3; round++) {
                    for (var ends : all) {
                        ends.there().write(Ends.bytes(1));
                    }
                    assertEquals(MANY, serve(selector), "served in round " + round);
                }
            } finally {
                for (var ends : all) {
                    ends.close();
                }
            }
        });
    }

    /// One round, or a few where the system brings what was sent late.
    private static int serve(Selector selector) throws IOException {
        var served = new HashSet<Object>();
        while (served.size() < MANY && selector.select() > 0) {
            for (SelectionKey key : selector.selectedKeys()) {
                assertEquals(1, ((SocketChannel) key.channel()).read(Ends.bytes(10)));
                assertTrue(served.add(key.attachment()), "served twice");
            }
            selector.selectedKeys().clear();
        }
        return served.size();
    }

    @Test
    void n18_many_greenlets_whose_sockets_are_ready_at_once_are_all_served() throws Exception {
        inHub(hub -> {
            var all = new ArrayList<Ends.OfSocket>();
            List<Greenlet<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                var ends = Ends.OfSocket.open();
                all.add(ends);
                readers.add(Greenlet.spawn(() -> ends.here().getInputStream().read()));
            }
            Greenlet.idle();
            for (var ends : all) {
                ends.there().getOutputStream().write(7);
            }
            for (var reader : readers) {
                assertEquals(7, reader.get());
            }
            for (var ends : all) {
                ends.close();
            }
        });
    }

    @Test
    void n19_an_event_loop_of_someone_elses_serves_from_a_greenlet() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    try (var selector = Selector.open();
                            var server = Ends.listen()) {
                        server.configureBlocking(false);
                        server.register(selector, SelectionKey.OP_ACCEPT);
                        var loop = Greenlet.spawn(() -> echoUntilClosed(selector));
                        var clients = new ArrayList<Greenlet<Void>>();
                        for (int i = 0; i < 10; i++) {
                            clients.add(
                                    Greenlet.spawn(() -> {
                                        var port = server.socket().getLocalPort();
                                        try (var socket = Talk.connect(port)) {
                                            for (int k = 0; k < 20; k++) {
                                                String words = "message " + k;
                                                assertEquals(words, Talk.ask(socket, words));
                                            }
                                        }
                                    }));
                        }
                        for (var client : clients) {
                            client.get();
                        }
                        shut(selector);
                        loop.get();
                    }
                });
    }

    /// Before the end of the block that would do so.
    private static void shut(Selector selector) throws IOException {
        selector.close();
    }

    private static void echoUntilClosed(Selector selector) throws IOException {
        while (selector.isOpen()) {
            selector.select();
            if (!selector.isOpen()) {
                return;
            }
            for (SelectionKey key : selector.selectedKeys()) {
                serve(selector, key);
            }
            selector.selectedKeys().clear();
        }
    }

    private static void serve(Selector selector, SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            var client = ((ServerSocketChannel) key.channel()).accept();
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ);
            return;
        }
        var channel = (SocketChannel) key.channel();
        var buffer = Ends.bytes(100);
        if (channel.read(buffer) < 0) {
            channel.close();
        } else {
            channel.write(buffer.flip());
        }
    }
}
