package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Connections over the loopback interface, with both their ends, for cases about the JDK's sockets.
final class Ends {
    /// More than the buffers of both ends take.
    static final int LARGE = 2_000_000;

    private static final int SMALL_BUFFER = 32 * 1024;

    private static final long A_WHILE = 20_000_000;
    private static final int TRIES = 50;

    private Ends() {}

    /// Both ends of a connection.
    record OfSocket(Socket here, Socket there) implements Closeable {
        static OfSocket open() throws IOException {
            try (var server = new ServerSocket()) {
                server.setReceiveBufferSize(SMALL_BUFFER);
                server.bind(anywhere());
                var here = new Socket();
                here.setSendBufferSize(SMALL_BUFFER);
                here.setTcpNoDelay(true);
                here.connect(server.getLocalSocketAddress());
                var there = server.accept();
                there.setTcpNoDelay(true);
                return new OfSocket(here, there);
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
        }
    }

    /// Both ends of a connection, as channels in blocking mode.
    record OfChannel(SocketChannel here, SocketChannel there) implements Closeable {
        static OfChannel open() throws IOException {
            try (var server = ServerSocketChannel.open()) {
                server.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
                server.bind(anywhere());
                var here = SocketChannel.open();
                here.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
                here.setOption(StandardSocketOptions.TCP_NODELAY, true);
                here.connect(server.getLocalAddress());
                var there = server.accept();
                there.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return new OfChannel(here, there);
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
        }
    }

    static InetSocketAddress anywhere() {
        return new InetSocketAddress(Talk.HERE, 0);
    }

    static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(anywhere());
    }

    static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    static void requireUnixDomain() throws IOException {
        boolean supported = true;
        try {
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (UnsupportedOperationException e) {
            supported = false;
        }
        HubCase.requires(supported, "this system has no Unix domain sockets");
    }

    /// A server that accepts nobody, and whose line of those who wait is full: a connect to it gets no answer.
    static final class Full implements Closeable {
        private final ServerSocket server = new ServerSocket(0, 1, Talk.HERE);
        private final List<SocketChannel> waiting = new ArrayList<>();

        Full() throws IOException {
            boolean connected = true;
            for (int i = 0; connected && i < TRIES; i++) {
                var next = SocketChannel.open();
                waiting.add(next);
                next.configureBlocking(false);
                connected = next.connect(address()) || isConnectedSoon(next);
            }
            HubCase.requires(!connected, "this system accepts connections that nobody accepts");
        }

        private static boolean isConnectedSoon(SocketChannel channel) throws IOException {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < A_WHILE) {
                if (channel.finishConnect()) {
                    return true;
                }
                LockSupport.parkNanos(A_WHILE / 20);
            }
            return channel.finishConnect();
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        /// Makes room, so that a connect succeeds when the system tries again, which takes a second.
        void acceptAll() throws IOException {
            for (int i = 0; i + 1 < waiting.size(); i++) {
                server.accept().close();
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel one : waiting) {
                one.close();
            }
            server.close();
        }
    }

    /// Opens connections that use the lowest descriptor numbers which are free, and with each of them waits for what the
    /// other end sends a little later: nothing that was closed before may disturb that.
    static void talkOverReusedNumbers() throws IOException {
        var open = new ArrayList<OfSocket>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(OfSocket.open());
            }
            for (OfSocket ends : open) {
                talk(ends);
            }
            try (var ends = OfChannel.open()) {
                talk(ends);
            }
        } finally {
            for (OfSocket ends : open) {
                ends.close();
            }
        }
    }

    static void talk(OfSocket ends) throws IOException {
        talk(ends.here(), ends.there());
    }

    static void talk(OfChannel ends) throws IOException {
        talk(ends.here().socket(), ends.there().socket());
    }

    private static void talk(Socket here, Socket there) throws IOException {
        for (int i = 0; i < 3; i++) {
            exchange(here, there, "request " + i);
            exchange(there, here, "answer " + i);
        }
    }

    /// The reader waits first.
    private static void exchange(Socket from, Socket to, String words) throws IOException {
        var reader = Greenlet.spawn(() -> Talk.hear(to, words.length()));
        Greenlet.idle();
        Talk.say(from, words);
        assertEquals(words, reader.get());
    }
}
