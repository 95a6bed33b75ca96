package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.SocketWire;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;

/// Waits for the readiness of the JDK's channels, as foreign drivers make them: on loops that watch
/// the system's own descriptors.
public abstract class ChannelReadinessCases extends Cases {
    private static final int COLLECTIONS = 100;

    private interface Talk {
        void over(HubCase hub, SocketChannel here, SocketChannel there) throws Throwable;
    }

    private boolean watches(Capability capability) {
        return loops.provider().capabilities().contains(capability);
    }

    private void inHubThatWatches(HubCase.Body body) throws Exception {
        HubCase.requires(watches(Capability.DESCRIPTORS), "this loop watches no descriptors");
        HubCase.requires(!watches(Capability.VIRTUAL_TIME), "its descriptors are simulated");
        inHub(body);
    }

    /// Two ends of a connection, neither in blocking mode.
    private void overSockets(Talk talk) throws Exception {
        inHubThatWatches(hub -> {
            try (var server = listen();
                    var here = SocketChannel.open(server.getLocalAddress());
                    var there = server.accept()) {
                here.configureBlocking(false);
                there.configureBlocking(false);
                talk.over(hub, here, there);
            }
        });
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    @Test
    void n14_a_socket_that_has_data_or_room_is_ready() throws Exception {
        overSockets((hub, here, there) -> {
            assertTrue(Descriptors.awaitWritable(here, HubCase.FAR));
            var reader =
                    Greenlet.spawn(() -> {
                        Descriptors.awaitReadable(there);
                        return there.read(bytes(10));
                    });
            Greenlet.idle();
            assertFalse(reader.hasEnded());
            assertEquals(3, here.write(bytes(3)));
            assertEquals(3, reader.get());
        });
    }

    @Test
    void n14_out_of_time_is_false_and_a_timeout_is_its_own_exception() throws Exception {
        overSockets((hub, here, there) -> {
            long begin = hub.now();
            assertFalse(Descriptors.awaitReadable(here, hub.unit()));
            hub.assertTook(hub.unit(), begin);
            var own = new IOException("expected");
            var timeout = Timeout.of(hub.unit()).throwing(() -> own);
            assertSame(
                    own,
                    assertThrows(
                            IOException.class,
                            () -> timeout.run(() -> Descriptors.awaitReadable(here))));
            there.write(bytes(1));
            assertTrue(Descriptors.awaitReadable(here, HubCase.FAR));
        });
    }

    @Test
    void n14_a_full_socket_is_writable_again_when_the_other_end_reads() throws Exception {
        overSockets((hub, here, there) -> {
            long sent = 0;
            for (int count = 1; count > 0; sent += count) {
                count = here.write(bytes(100_000));
            }
            assertFalse(Descriptors.awaitWritable(here, hub.unit()));
            var writer =
                    Greenlet.spawn(() -> {
                        Descriptors.awaitWritable(here);
                        return here.write(bytes(1));
                    });
            long left = sent;
            while (left > 0) {
                Descriptors.awaitReadable(there);
                left -= there.read(bytes(100_000));
            }
            assertEquals(1, writer.get());
        });
    }

    @Test
    void n14_what_was_left_unread_ends_the_next_wait_at_once() throws Exception {
        overSockets((hub, here, there) -> {
            for (int round = 0; round < 5; round++) {
                there.write(bytes(10));
                for (int left = 10; left > 0; ) {
                    assertTrue(Descriptors.awaitReadable(here, HubCase.FAR));
                    left -= here.read(bytes(3));
                }
            }
            assertFalse(Descriptors.awaitReadable(here, hub.unit()));
            there.write(bytes(1));
            assertTrue(Descriptors.awaitReadable(here, HubCase.FAR));
        });
    }

    @Test
    void n16_who_reads_all_again_and_again_waits_for_more() throws Exception {
        overSockets((hub, here, there) -> {
            for (int round = 0; round < 5; round++) {
                there.write(bytes(1));
                Descriptors.awaitReadable(here);
                assertEquals(1, here.read(bytes(10)));
                assertFalse(Descriptors.awaitReadable(here, hub.unit()));
            }
        });
    }

    @Test
    void n33_what_nobody_reads_for_a_while_is_still_there() throws Exception {
        overSockets((hub, here, there) -> {
            for (int round = 0; round < 5; round++) {
                there.write(bytes(1));
                Descriptors.awaitReadable(here);
                Greenlet.sleep(hub.unit());
                assertEquals(1, here.read(bytes(10)));
            }
            var reader = Greenlet.spawn(() -> Descriptors.awaitReadable(here));
            Greenlet.idle();
            assertFalse(reader.hasEnded());
            there.close();
            reader.join();
            assertEquals(-1, here.read(bytes(10)));
        });
    }

    @Test
    void n20_a_channel_that_gets_the_number_of_another_is_watched_anew() throws Exception {
        inHubThatWatches(hub -> {
            try (var server = listen()) {
                for (int round = 0; round < 20; round++) {
                    try (var here = SocketChannel.open(server.getLocalAddress());
                            var there = server.accept()) {
                        here.configureBlocking(false);
                        readSome(here, there, 4);
                    }
                }
            }
        });
    }

    @Test
    void n20_a_number_whose_channel_is_collected_is_watched_anew() throws Exception {
        inHubThatWatches(hub -> {
            try (var server = listen()) {
                var number = new int[1];
                var gone = readAndForget(server, number);
                for (int i = 0; i < COLLECTIONS && gone.get() != null; i++) {
                    System.gc();
                }
                HubCase.requires(gone.get() == null, "the channel was not collected");
                try (var here = SocketChannel.open(server.getLocalAddress());
                        var there = server.accept()) {
                    HubCase.requires(
                            SocketWire.numberOf(here) == number[0],
                            "the system did not give the number again");
                    there.write(bytes(1));
                    Descriptors.awaitReadable(number[0]);
                    assertEquals(1, here.read(bytes(10)));
                }
            }
        });
    }

    private static WeakReference<SocketChannel> readAndForget(
            ServerSocketChannel server, int[] number) throws IOException {
        try (var here = SocketChannel.open(server.getLocalAddress());
                var there = server.accept()) {
            here.configureBlocking(false);
            readSome(here, there, 1);
            number[0] = SocketWire.numberOf(here);
            return new WeakReference<>(here);
        }
    }

    private static void readSome(SocketChannel here, SocketChannel there, int times)
            throws IOException {
        for (int i = 0; i < times; i++) {
            var reader =
                    Greenlet.spawn(() -> {
                        Descriptors.awaitReadable(here);
                        return here.read(bytes(10));
                    });
            Greenlet.idle();
            there.write(bytes(1));
            assertEquals(1, reader.get());
        }
    }

    /// The reader has parked when the channel is closed, but the loop has not heard of its wait yet.
    @Test
    void n04_a_channel_that_is_closed_as_the_wait_begins_ends_it() throws Exception {
        overSockets((hub, here, there) -> {
            readSome(here, there, 4);
            assertThrows(
                    IOException.class,
                    () -> {
                        Greenlet.spawn(here::close);
                        Descriptors.awaitReadable(here);
                        here.read(bytes(10));
                    });
        });
    }

    @Test
    void n14_the_end_of_the_other_side_is_readable() throws Exception {
        overSockets((hub, here, there) -> {
            there.close();
            Descriptors.awaitReadable(here);
            assertEquals(-1, here.read(bytes(1)));
        });
    }

    @Test
    void n14_a_connect_that_has_finished_is_writable_and_a_server_with_a_peer_readable()
            throws Exception {
        inHubThatWatches(hub -> {
            try (var server = listen();
                    var client = SocketChannel.open()) {
                server.configureBlocking(false);
                var accepts =
                        Greenlet.spawn(() -> {
                            Descriptors.awaitReadable(server);
                            return server.accept();
                        });
                client.configureBlocking(false);
                if (!client.connect(server.getLocalAddress())) {
                    Descriptors.awaitWritable(client);
                    assertTrue(client.finishConnect());
                }
                accepts.get().close();
            }
        });
    }

    @Test
    void n14_pipes_and_datagrams_can_be_waited_for_too() throws Exception {
        inHubThatWatches(hub -> {
            var pipe = Pipe.open();
            try (var source = pipe.source();
                    var sink = pipe.sink()) {
                assertFalse(Descriptors.awaitReadable(source, hub.unit()));
                assertTrue(Descriptors.awaitWritable(sink, HubCase.FAR));
                sink.write(bytes(2));
                Descriptors.awaitReadable(source);
                assertEquals(2, source.read(bytes(10)));
            }
            try (var datagrams = DatagramChannel.open()) {
                datagrams.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                datagrams.configureBlocking(false);
                assertFalse(Descriptors.awaitReadable(datagrams, hub.unit()));
                datagrams.send(bytes(5), datagrams.getLocalAddress());
                Descriptors.awaitReadable(datagrams);
                var buffer = bytes(10);
                datagrams.receive(buffer);
                assertEquals(5, buffer.position());
            }
        });
    }

    @Test
    void n14_what_cannot_be_waited_for_is_refused_with_a_remedy() throws Exception {
        overSockets((hub, here, there) -> {
            there.close();
            assertThrows(ClosedChannelException.class, () -> Descriptors.awaitReadable(there));
            var foreign =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Descriptors.awaitReadable(new Foreign()));
            assertTrue(foreign.getMessage().contains("number"), foreign.getMessage());
        });
        assertThrows(NoHubException.class, () -> Descriptors.awaitReadable(0));
        assertThrows(NoHubException.class, () -> Descriptors.awaitWritable(0));
    }

    @Test
    void n14_on_the_loops_own_thread_it_is_refused() throws Exception {
        besideHub(hub ->
                hub.onLoop(() -> {
                    var e =
                            assertThrows(
                                    IllegalStateException.class,
                                    () -> Descriptors.awaitReadable(0));
                    assertTrue(e instanceof NoHubException || e instanceof BlockingInLoopException);
                }));
    }

    /// A channel that is not the JDK's own.
    private static final class Foreign extends AbstractSelectableChannel {
        Foreign() {
            super(SelectorProvider.provider());
        }

        @Override
        public int validOps() {
            return SelectionKey.OP_READ;
        }

        @Override
        protected void implCloseSelectableChannel() {
            // Nothing is open.
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            // It has no modes.
        }
    }
}
