package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Channels of the JDK in greenlets: in blocking mode, between the modes, and of other kinds than TCP.
public abstract class ChannelIoCases extends JdkCallCases {

    @Test
    void n01_channels_carry_more_than_all_buffers() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfChannel.open()) {
                var writes =
                        Greenlet.spawn(() -> {
                            var parts =
                                    new ByteBuffer[] {
                                        Ends.bytes(Ends.LARGE / 2), Ends.bytes(Ends.LARGE / 2)
                                    };
                            while (parts[1].hasRemaining()) {
                                ends.here().write(parts);
                            }
                        });
                int all = 0;
                var parts = new ByteBuffer[] {Ends.bytes(1000), Ends.bytes(50_000)};
                while (all < Ends.LARGE) {
                    parts[0].clear();
                    parts[1].clear();
                    all += (int) ends.there().read(parts);
                }
                writes.join();
                assertEquals(Ends.LARGE, all);
            }
        });
    }

    @Test
    void n19_a_channel_goes_to_a_selector_of_its_own_and_back() throws Exception {
        inHub(hub -> {
            try (var ends = Ends.OfChannel.open()) {
                for (int i = 0; i < 5; i++) {
                    Ends.talk(ends);
                    ends.here().configureBlocking(false);
                    try (var selector = Selector.open()) {
                        ends.here().register(selector, SelectionKey.OP_READ);
                        var selects = Greenlet.spawn(() -> selector.select());
                        Greenlet.idle();
                        assertFalse(selects.hasEnded());
                        ends.there().write(Ends.bytes(3));
                        assertEquals(1, selects.get());
                        assertEquals(3, ends.here().read(Ends.bytes(10)));
                        assertEquals(0, ends.here().read(Ends.bytes(10)));
                        selector.selectedKeys().clear();
                        assertEquals(0, selector.selectNow());
                    }
                    ends.here().configureBlocking(true);
                }
            }
        });
    }

    @Test
    void n14_n19_waits_of_ours_and_of_the_jdk_take_turns_on_one_channel() throws Exception {
        inHub(hub -> {
            var declared = loops.provider().capabilities();
            HubCase.requires(
                    declared.contains(Capability.DESCRIPTORS) && !hub.isVirtual(),
                    "this loop watches no descriptors of the system's");
            try (var ends = Ends.OfChannel.open()) {
                for (int i = 0; i < 5; i++) {
                    Ends.talk(ends);
                    var ours = Greenlet.spawn(() -> Descriptors.awaitReadable(ends.here()));
                    Greenlet.idle();
                    assertFalse(ours.hasEnded());
                    ends.there().write(Ends.bytes(1));
                    ours.get();
                    assertEquals(1, ends.here().read(Ends.bytes(1)));
                    assertFalse(Descriptors.awaitReadable(ends.here(), hub.unit()));
                }
            }
        });
    }

    @Test
    void n02_n14_one_greenlet_reads_in_the_jdk_while_another_waits_for_room_at_ours()
            throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open();
                    var channels = Ends.OfChannel.open()) {
                Ends.talk(ends);
                var reads = Greenlet.spawn(() -> channels.here().read(Ends.bytes(1)));
                Greenlet.idle();
                Descriptors.awaitWritable(channels.here());
                assertFalse(reads.hasEnded());
                channels.there().write(Ends.bytes(1));
                assertEquals(1, reads.get());
            }
        });
    }

    @Test
    void n16_pipes_wait_in_both_directions() throws Exception {
        inHub(hub -> {
            var pipe = Pipe.open();
            try (var source = pipe.source();
                    var sink = pipe.sink()) {
                var writes =
                        Greenlet.spawn(() -> {
                            var buffer = Ends.bytes(Ends.LARGE);
                            while (buffer.hasRemaining()) {
                                sink.write(buffer);
                            }
                            shut(sink);
                        });
                int all = 0;
                for (int count = 0; count >= 0; all += count) {
                    count = source.read(Ends.bytes(10_000));
                    if (count < 0) {
                        break;
                    }
                }
                writes.join();
                assertEquals(Ends.LARGE, all);
            }
        });
    }

    /// Before the end of the block that would do so.
    private static void shut(Channel channel) throws IOException {
        channel.close();
    }

    @Test
    void n01_unix_domain_sockets_talk_and_end() throws Exception {
        Ends.requireUnixDomain();
        inHub(hub -> {
            Path path = Files.createTempFile("anyloop", ".sock");
            Files.delete(path);
            var address = UnixDomainSocketAddress.of(path);
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address);
                var serves =
                        Greenlet.spawn(() -> {
                            try (var client = server.accept()) {
                                var in = Channels.newInputStream(client);
                                in.transferTo(Channels.newOutputStream(client));
                            }
                        });
                try (var channel = SocketChannel.open(address)) {
                    for (int i = 0; i < 3; i++) {
                        channel.write(Ends.bytes(100));
                        var buffer = Ends.bytes(100);
                        while (buffer.hasRemaining()) {
                            assertTrue(channel.read(buffer) > 0);
                        }
                    }
                    channel.shutdownOutput();
                    assertEquals(-1, channel.read(Ends.bytes(1)));
                }
                serves.join();
            } finally {
                Files.delete(path);
            }
        });
    }

    @Test
    void n19_a_non_blocking_channel_waits_nowhere() throws Exception {
        inHub(hub -> {
            try (var server = Ends.listen();
                    var ends = Ends.OfChannel.open()) {
                server.configureBlocking(false);
                ends.here().configureBlocking(false);
                long begin = hub.now();
                assertNull(server.accept());
                assertEquals(0, ends.here().read(Ends.bytes(1)));
                hub.assertTook(Duration.ZERO, begin);
                assertThrows(
                        IllegalBlockingModeException.class,
                        () -> ends.here().socket().getInputStream().read());
            }
        });
    }
}
