package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// An echo server and many clients on one hub, who come and go in every way there is: politely, in the middle of a word, by a
/// reset, out of time, killed. In a greenlet of that hub.
final class Commotion {
    private static final int BACKLOG = 4096;
    private static final int LONGEST = 16 * 1024;
    private static final int LARGE = 256 * 1024;

    /// Small, so that writers have to wait.
    private static final int BUFFER = 16 * 1024;

    private static final int MOST_MESSAGES = 4;
    private static final int ONE_IN = 64;
    private static final int LONGEST_NAP = 4_000_000;

    /// How a client ends.
    enum End {
        POLITE,
        CLOSED,
        RESET,
        OUT_OF_TIME,
        KILLED
    }

    private final Duration limit;
    private final ServerSocketChannel listener;
    private final Greenlet<?> accepting;
    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private int serving;
    private long bytes;

    /// @param limit how long anything may take that somebody waits for
    Commotion(Duration limit) throws IOException {
        this.limit = limit;
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        listener.bind(new InetSocketAddress(Talk.HERE, 0), BACKLOG);
        listener.configureBlocking(false);
        accepting = Greenlet.spawn(() -> accept());
    }

    // ---------------------------------------------------------------- the server

    private void accept() throws IOException {
        while (true) {
            Descriptors.awaitReadable(listener);
            for (var next = listener.accept(); next != null; next = listener.accept()) {
                SocketChannel connection = next;
                serving++;
                Greenlet.spawn(() -> serve(connection));
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            prepare(connection);
            echo(connection);
        } catch (IOException e) {
            // The client went away without a word, as many do here.
        } finally {
            serving--;
        }
    }

    private static void echo(SocketChannel connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
        while (true) {
            Descriptors.awaitReadable(connection);
            int count = connection.read(buffer.clear());
            if (count < 0) {
                return;
            }
            writeAll(connection, buffer.flip());
        }
    }

    private static void writeAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                Descriptors.awaitWritable(channel);
            }
        }
    }

    // ---------------------------------------------------------------- the clients

    /// Lets this many clients in, who do nothing before all are connected, and waits for the end of all.
    void run(int count, long seed) {
        var connected = new Connected(count);
        List<Greenlet<Void>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var random = new Random(seed + i);
            clients.add(Greenlet.spawn(() -> live(random, connected)));
        }
        clients.forEach(Greenlet::get);
    }

    /// Tells when all are there.
    private static final class Connected {
        final Event all = new Event();
        private int missing;

        Connected(int count) {
            missing = count;
        }

        void oneMore() {
            missing--;
            if (missing == 0) {
                all.set();
            }
        }
    }

    private void live(Random random, Connected connected) throws Exception {
        End end = End.values()[random.nextInt(End.values().length)];
        try (var channel = SocketChannel.open()) {
            try {
                connect(channel);
            } finally {
                connected.oneMore();
            }
            assertTrue(connected.all.await(limit), "not all could connect");
            switch (end) {
                case POLITE -> talk(channel, random);
                case CLOSED -> channel.write(someBytes(random));
                case RESET -> reset(channel, random);
                case OUT_OF_TIME -> waitInVain(channel, random);
                case KILLED -> waitToBeKilled(channel, random);
            }
        }
        ends.merge(end, 1, Integer::sum);
    }

    private void connect(SocketChannel channel) throws IOException {
        prepare(channel);
        channel.connect(listener.getLocalAddress());
        while (!channel.finishConnect()) {
            assertTrue(Descriptors.awaitWritable(channel, limit), "a connect hangs");
        }
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private static ByteBuffer someBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /// Every byte comes back, and nothing more.
    private void talk(SocketChannel channel, Random random) throws IOException {
        if (random.nextInt(ONE_IN) == 0) {
            shout(channel, random);
        }
        for (int i = 1 + random.nextInt(MOST_MESSAGES); i > 0; i--) {
            byte[] sent = someBytes(random).array();
            writeAll(channel, ByteBuffer.wrap(sent));
            assertArrayEquals(sent, read(channel, sent.length));
        }
        channel.shutdownOutput();
        assertTrue(Descriptors.awaitReadable(channel, limit), "the end does not come");
        assertEquals(-1, channel.read(ByteBuffer.allocate(1)), "more came back than was sent");
    }

    /// More than all buffers hold, so that one greenlet writes while another reads.
    private void shout(SocketChannel channel, Random random) throws IOException {
        byte[] sent = new byte[LARGE];
        random.nextBytes(sent);
        var writer = Greenlet.spawn(() -> writeAll(channel, ByteBuffer.wrap(sent)));
        assertArrayEquals(sent, read(channel, sent.length));
        writer.get();
    }

    private byte[] read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            assertTrue(Descriptors.awaitReadable(channel, limit), "the echo stopped");
            assertTrue(channel.read(buffer) >= 0, "the server hung up");
        }
        bytes += length;
        return buffer.array();
    }

    private static void reset(SocketChannel channel, Random random) throws IOException {
        channel.write(someBytes(random));
        Greenlet.sleep(nap(random));
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    private static Duration nap(Random random) {
        return Duration.ofNanos(1 + random.nextInt(LONGEST_NAP));
    }

    /// Half of them go on all the same.
    private void waitInVain(SocketChannel channel, Random random) throws IOException {
        while (Descriptors.awaitReadable(channel, nap(random))) {
            assertEquals(0, channel.read(ByteBuffer.allocate(1)), "nobody sent anything");
        }
        if (random.nextBoolean()) {
            talk(channel, random);
        }
    }

    private static void waitToBeKilled(SocketChannel channel, Random random) {
        Greenlet<?> victim =
                Greenlet.spawn(() -> {
                    if (random.nextBoolean()) {
                        Descriptors.awaitReadable(channel);
                    } else {
                        while (true) {
                            writeAll(channel, someBytes(random));
                        }
                    }
                });
        Greenlet.sleep(nap(random));
        victim.kill();
    }

    // ---------------------------------------------------------------- the end

    /// Lets nobody in any more, and waits until the server has seen the last of its connections.
    void end() throws IOException {
        accepting.kill();
        listener.close();
        long last = System.nanoTime() + limit.toNanos();
        while (serving > 0 && System.nanoTime() - last < 0) {
            Greenlet.sleep(Duration.ofMillis(1));
        }
        assertEquals(0, serving, "connections whose end nobody saw");
    }

    /// How many ended how, and how much came back.
    @Override
    public String toString() {
        return ends + ", " + bytes + " bytes";
    }
}
