package io.anyloop.loop.iocp.wine;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.server.StreamServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// An echo server on one `iocp` hub, and many clients on another, for some time: each answer must be what
/// was sent, and no connection may fail. All waits of connected sockets are polls of the loop; only accept waits
/// in the JDK.
///
/// Arguments: clients, seconds.
public final class EchoRun {
    private static final int MESSAGE = 64;
    private static final int LARGE_MESSAGE = 256 * 1024; // more than the system takes at once

    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong large = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private EchoRun() {}

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        var limit = Duration.ofSeconds(Long.parseLong(arguments[1]));
        System.exit(new EchoRun().run(clients, limit) ? 0 : 1);
    }

    private boolean run(int clients, Duration time) throws Exception {
        try (Hub serving = Hub.open("iocp");
                Hub asking = Hub.open("iocp")) {
            var server =
                    StreamServer.onChannels(
                                    new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                                    this::echo)
                            .hub(serving)
                            .backlog(clients)
                            .start();
            asking.call(() -> askAll(server.address(), clients, time));
            server.stop();
        }
        System.out.printf(
                "echo: %d clients, %d s, %d answers, %d of them large, %d errors%n",
                clients, time.toSeconds(), answers.get(), large.get(), errors.size());
        errors.stream().limit(3).forEach(Throwable::printStackTrace);
        return errors.isEmpty() && answers.get() > clients;
    }

    private Void askAll(SocketAddress server, int clients, Duration time) {
        var all = new ArrayList<Greenlet<Void>>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            all.add(Greenlet.spawn(() -> ask(server, number)));
        }
        Greenlet.sleep(time);
        over = true;
        all.forEach(Greenlet::join);
        return null;
    }

    private Void ask(SocketAddress server, int number) {
        try (var channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            if (!channel.connect(server)) {
                Descriptors.awaitWritable(channel);
                channel.finishConnect();
            }
            for (int round = 0; !over; round++) {
                boolean isLarge = round % 200 == number;
                exchange(channel, isLarge ? LARGE_MESSAGE : MESSAGE, (byte) (number + round));
                answers.incrementAndGet();
                large.addAndGet(isLarge ? 1 : 0);
            }
        } catch (IOException | RuntimeException e) {
            errors.add(e);
        }
        return null;
    }

    /// The server answers while we still write, so the writing is another greenlet's where it may have to wait.
    private static void exchange(SocketChannel channel, int size, byte fill) throws IOException {
        var sent = new byte[size];
        Arrays.fill(sent, fill);
        Greenlet<Void> writer =
                size > MESSAGE ? Greenlet.spawn(() -> write(channel, ByteBuffer.wrap(sent))) : null;
        if (writer == null) {
            write(channel, ByteBuffer.wrap(sent));
        }
        var answer = ByteBuffer.allocate(size);
        while (answer.hasRemaining()) {
            read(channel, answer);
        }
        if (!Arrays.equals(sent, answer.array())) {
            throw new IOException("another answer than what was sent");
        }
        if (writer != null) {
            writer.<IOException>get();
        }
    }

    private static Void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Descriptors.awaitWritable(channel);
            }
        }
        return null;
    }

    private static int read(SocketChannel channel, ByteBuffer into) throws IOException {
        int read = channel.read(into);
        while (read == 0) {
            Descriptors.awaitReadable(channel);
            read = channel.read(into);
        }
        if (read < 0) {
            throw new EOFException("the connection ended in the middle of an answer");
        }
        return read;
    }

    private void echo(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        var buffer = ByteBuffer.allocate(4096);
        while (true) {
            int read = channel.read(buffer.clear());
            if (read < 0) {
                return;
            }
            if (read == 0) {
                Descriptors.awaitReadable(channel);
            } else {
                write(channel, buffer.flip());
            }
        }
    }
}
