package io.anyloop.loop.kqueue;

import static io.anyloop.loop.kqueue.EmulatedKqueue.ADD;
import static io.anyloop.loop.kqueue.EmulatedKqueue.CLEAR;
import static io.anyloop.loop.kqueue.EmulatedKqueue.DELETE;
import static io.anyloop.loop.kqueue.EmulatedKqueue.DISABLE;
import static io.anyloop.loop.kqueue.EmulatedKqueue.DISPATCH;
import static io.anyloop.loop.kqueue.EmulatedKqueue.EBADF;
import static io.anyloop.loop.kqueue.EmulatedKqueue.EINVAL;
import static io.anyloop.loop.kqueue.EmulatedKqueue.ENABLE;
import static io.anyloop.loop.kqueue.EmulatedKqueue.ENOENT;
import static io.anyloop.loop.kqueue.EmulatedKqueue.EOF;
import static io.anyloop.loop.kqueue.EmulatedKqueue.ERROR;
import static io.anyloop.loop.kqueue.EmulatedKqueue.ONESHOT;
import static io.anyloop.loop.kqueue.EmulatedKqueue.READ;
import static io.anyloop.loop.kqueue.EmulatedKqueue.RECEIPT;
import static io.anyloop.loop.kqueue.EmulatedKqueue.USER;
import static io.anyloop.loop.kqueue.EmulatedKqueue.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.loop.kqueue.EmulatedKqueue.Change;
import io.anyloop.loop.kqueue.EmulatedKqueue.Event;
import io.anyloop.loop.netty.TestDescriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// That the queue made for tests does what kevent(2) promises: else what runs on it proves nothing.
@EnabledOnOs(OS.LINUX)
class EmulatedKqueueTest {
    private static final long SOON = 1_000_000_000;
    private static final long BRIEFLY = 10_000_000;
    private static final int ROOM = 64;
    private static final int NO_SUCH_DESCRIPTOR = 1_000_000;

    private final EmulatedKqueue queue = new EmulatedKqueue();
    private ServerSocketChannel listener;
    private SocketChannel peer;
    private SocketChannel ours;
    private int number;

    @BeforeEach
    void connect() throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peer = SocketChannel.open(listener.getLocalAddress());
        ours = listener.accept();
        ours.configureBlocking(false);
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        number = TestDescriptors.of(ours);
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
        ours.close();
        peer.close();
        listener.close();
    }

    private int change(int ident, short filter, int flags, long udata) {
        var errors = queue.kevent(List.of(new Change(ident, filter, flags, udata)), 1, 0);
        return errors.stream()
                .filter(e -> e.has(ERROR))
                .mapToInt(e -> (int) e.data())
                .findAny()
                .orElse(0);
    }

    private int change(int flags) {
        // With a receipt nothing is taken that is ready.
        return change(number, READ, flags | RECEIPT, 200);
    }

    private List<Event> await(long nanos) {
        return queue.kevent(List.of(), ROOM, nanos);
    }

    private Event one(long nanos) {
        List<Event> events = await(nanos);
        assertEquals(1, events.size(), events::toString);
        return events.getFirst();
    }

    private void assertSilent() {
        assertEquals(List.of(), await(BRIEFLY));
    }

    private void send(String text) throws IOException {
        peer.write(ByteBuffer.wrap(text.getBytes()));
    }

    private void drain() throws IOException {
        ours.read(ByteBuffer.allocate(100));
    }

    @Test
    void an_empty_wait_takes_its_time() {
        long begin = System.nanoTime();
        assertEquals(List.of(), await(50_000_000));
        assertTrue(System.nanoTime() - begin >= 50_000_000);
    }

    @Test
    void a_user_event_is_added_triggered_and_cleared() {
        assertEquals(0, change(1, USER, ADD | CLEAR, 7));
        queue.trigger(1, 7);
        Event woken = one(SOON);
        assertEquals(USER, woken.filter());
        assertEquals(7, woken.udata());
        assertSilent();
    }

    @Test
    void a_user_event_comes_from_another_thread_and_many_are_one() throws InterruptedException {
        change(1, USER, ADD | CLEAR, 7);
        Thread other =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 1000; i++) {
                                queue.trigger(1, 7);
                            }
                        });
        assertEquals(USER, one(5 * SOON).filter());
        other.join();
        assertTrue(await(0).size() <= 1);
        assertSilent();
    }

    @Test
    void a_listener_is_readable_while_somebody_waits_to_be_accepted() throws IOException {
        int listening = TestDescriptors.of(listener);
        assertEquals(0, change(listening, READ, ADD, 100));
        assertSilent();
        try (var next = SocketChannel.open(listener.getLocalAddress())) {
            Event event = one(SOON);
            assertEquals(listening, event.ident());
            assertEquals(100, event.udata());
            listener.accept().close();
            assertSilent();
            assertTrue(next.isConnected());
        }
    }

    @Test
    void without_a_mode_it_is_a_level_and_tells_how_much() throws IOException {
        change(ADD);
        send("hello");
        Event event = one(SOON);
        assertEquals(READ, event.filter());
        assertEquals(5, event.data());
        assertEquals(200, event.udata());
        assertEquals(5, one(0).data());
        drain();
        assertSilent();
    }

    @Test
    void disabled_it_is_silent_and_enabled_it_tells() throws IOException {
        change(ADD);
        send("x");
        assertEquals(0, change(DISABLE));
        assertSilent();
        assertEquals(0, change(ENABLE));
        one(SOON);
    }

    @Test
    void deleted_it_is_gone_and_a_second_time_unknown() throws IOException {
        change(ADD);
        send("x");
        assertEquals(0, change(DELETE));
        assertEquals(ENOENT, change(DELETE));
        assertEquals(ENOENT, change(ENABLE));
        assertSilent();
        assertEquals(0, queue.size());
    }

    @Test
    void with_clear_it_tells_each_edge_once() throws IOException {
        send("hello");
        change(ADD | CLEAR);
        one(SOON);
        assertSilent();
        send("x");
        assertEquals(6, one(SOON).data());
        assertSilent();
    }

    @Test
    void with_oneshot_it_tells_once_and_is_gone() throws IOException {
        send("x");
        change(ADD | ONESHOT);
        one(SOON);
        assertSilent();
        assertEquals(ENOENT, change(DELETE));
        change(ADD | ONESHOT);
        one(SOON);
    }

    @Test
    void with_dispatch_it_tells_once_and_is_disabled() throws IOException {
        send("x");
        change(ADD | DISPATCH);
        one(SOON);
        assertSilent();
        assertEquals(0, change(ENABLE | DISPATCH));
        one(SOON);
        assertSilent();
        assertEquals(0, change(DELETE));
    }

    @Test
    void one_registration_for_an_ident_and_filter() throws IOException {
        change(number, READ, ADD | RECEIPT, 1);
        change(number, READ, ADD | RECEIPT, 2);
        assertEquals(1, queue.size());
        send("x");
        assertEquals(2, one(SOON).udata());
    }

    @Test
    void what_is_added_again_lasts_as_long_as_before() throws IOException {
        change(ADD | CLEAR);
        change(ADD | ONESHOT);
        send("x");
        one(SOON);
        send("y");
        one(SOON);
        assertEquals(0, change(DELETE));
    }

    @Test
    void two_changes_and_a_wait_are_one_call() throws IOException {
        var both = List.of(new Change(number, READ, ADD, 300), new Change(number, WRITE, ADD, 301));
        var events = queue.kevent(both, ROOM, SOON);
        assertEquals(1, events.size());
        assertEquals(WRITE, events.getFirst().filter());
        assertEquals(301, events.getFirst().udata());
        send("abc");
        while (await(SOON).size() < 2) {
            Thread.onSpinWait();
        }
        var two = await(SOON);
        assertEquals(List.of(READ, WRITE), two.stream().map(Event::filter).toList());
    }

    @Test
    void a_half_close_is_an_end_for_readers_only() throws IOException {
        change(number, READ, ADD, 1);
        change(number, WRITE, ADD | RECEIPT, 2);
        peer.shutdownOutput();
        Event end = awaitEvent(READ);
        assertTrue(end.has(EOF));
        assertEquals(0, end.data());
        assertFalse(awaitEvent(WRITE).has(EOF));
    }

    @Test
    void a_reset_is_an_end_for_both() throws IOException {
        change(number, READ, ADD, 1);
        change(number, WRITE, ADD | CLEAR | RECEIPT, 2);
        awaitEvent(WRITE);
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        assertTrue(awaitEvent(READ).has(EOF));
    }

    private Event awaitEvent(short filter) {
        while (true) {
            for (Event event : await(SOON)) {
                if (event.filter() == filter) {
                    return event;
                }
            }
        }
    }

    @Test
    void errors_of_changes_come_out_instead_of_events() {
        var bad = new Change(NO_SUCH_DESCRIPTOR, READ, ADD, 1);
        var ready = new Change(number, WRITE, ADD, 2);
        var out = queue.kevent(List.of(ready, bad), ROOM, SOON);
        assertEquals(1, out.size());
        assertTrue(out.getFirst().has(ERROR));
        assertEquals(EBADF, out.getFirst().data());
        assertEquals(WRITE, one(SOON).filter());
    }

    @Test
    void an_error_without_room_fails_the_call() {
        var bad = new Change(NO_SUCH_DESCRIPTOR, READ, ADD, 1);
        assertThrows(UncheckedIOException.class, () -> queue.kevent(List.of(bad), 0, 0));
    }

    @Test
    void a_receipt_tells_that_all_is_well() {
        var out = queue.kevent(List.of(new Change(number, READ, ADD | RECEIPT, 1)), 1, 0);
        assertTrue(out.getFirst().has(ERROR));
        assertEquals(0, out.getFirst().data());
    }

    @Test
    void an_unknown_filter_is_refused() {
        short timer = -7;
        assertEquals(EINVAL, change(55, timer, ADD, 0));
    }

    @Test
    void a_descriptor_that_is_closed_drops_out() throws IOException {
        change(ADD);
        send("x");
        one(SOON);
        ours.close();
        assertSilent();
        assertEquals(EBADF, change(DELETE));
    }

    @Test
    void a_number_that_is_used_again_is_not_registered() throws IOException {
        change(ADD);
        ours.close();
        try (var next = SocketChannel.open(listener.getLocalAddress());
                var accepted = listener.accept()) {
            int reused = TestDescriptors.of(next) == number ? number : TestDescriptors.of(accepted);
            assertEquals(number, reused, "the system gives the lowest number that is free");
            next.write(ByteBuffer.allocate(1));
            accepted.write(ByteBuffer.allocate(1));
            assertSilent();
            assertEquals(0, change(ADD | CLEAR));
            assertEquals(number, one(SOON).ident());
            assertSilent();
        }
    }
}
