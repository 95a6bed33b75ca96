package io.anyloop.tck.jdk;

import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// The calls of the JDK that wait for a descriptor.
enum JdkCall {
    READ(Left.ABANDONED, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfSocket.open();
            return new Subject(ends.here())
                    .owns(ends)
                    .waits(() -> ends.here().getInputStream().read())
                    .endedBy(() -> Talk.say(ends.there(), "x"))
                    .peer(ends.there());
        }
    },
    WRITE(Left.ABANDONED, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfSocket.open();
            return new Subject(ends.here())
                    .owns(ends)
                    .waits(() -> ends.here().getOutputStream().write(new byte[Ends.LARGE]))
                    .endedBy(() -> ends.there().getInputStream().readNBytes(Ends.LARGE))
                    .peer(ends.there());
        }
    },
    ACCEPT(Left.USABLE, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            ServerSocket server = Talk.listen();
            return new Subject(server)
                    .waits(() -> server.accept().close())
                    .endedBy(() -> Talk.connect(server.getLocalPort()).close());
        }
    },
    CONNECT(Left.CLOSED, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            var full = new Ends.Full();
            var socket = new Socket();
            return new Subject(socket).owns(full).waits(() -> socket.connect(full.address()));
        }
    },
    RECEIVE(Left.USABLE, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            var socket = new DatagramSocket(Ends.anywhere());
            return new Subject(socket)
                    .waits(() -> socket.receive(new DatagramPacket(new byte[10], 10)))
                    .endedBy(() -> send(socket.getLocalPort()));
        }
    },
    CHANNEL_READ(Left.ABANDONED, Seen.STREAM) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfChannel.open();
            return new Subject(ends.here())
                    .owns(ends)
                    .waits(() -> ends.here().read(Ends.bytes(10)))
                    .endedBy(() -> ends.there().write(Ends.bytes(1)))
                    .peer(ends.there().socket());
        }
    },
    CHANNEL_WRITE(Left.ABANDONED, Seen.STREAM) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfChannel.open();
            return new Subject(ends.here())
                    .owns(ends)
                    .waits(() -> writeFully(ends.here()))
                    .endedBy(() -> ends.there().socket().getInputStream().readNBytes(Ends.LARGE))
                    .peer(ends.there().socket());
        }
    },
    STREAM_OF_CHANNEL(Left.ABANDONED, Seen.SOCKET) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfChannel.open();
            var stream = ends.here().socket().getInputStream();
            return new Subject(ends.here())
                    .owns(ends)
                    .waits(stream::read)
                    .endedBy(() -> ends.there().write(Ends.bytes(1)))
                    .peer(ends.there().socket());
        }
    },
    CHANNEL_ACCEPT(Left.USABLE, Seen.CHANNEL) {
        @Override
        Subject open() throws IOException {
            ServerSocketChannel server = Ends.listen();
            return new Subject(server)
                    .waits(() -> server.accept().close())
                    .endedBy(() -> SocketChannel.open(server.getLocalAddress()).close());
        }
    },
    CHANNEL_CONNECT(Left.CLOSED, Seen.STREAM) {
        @Override
        Subject open() throws IOException {
            var full = new Ends.Full();
            SocketChannel channel = SocketChannel.open();
            return new Subject(channel).owns(full).waits(() -> channel.connect(full.address()));
        }
    },
    CHANNEL_RECEIVE(Left.USABLE, Seen.CHANNEL) {
        @Override
        Subject open() throws IOException {
            DatagramChannel channel = DatagramChannel.open().bind(Ends.anywhere());
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new Subject(channel)
                    .waits(() -> channel.receive(Ends.bytes(10)))
                    .endedBy(() -> send(port));
        }
    },
    PIPE(Left.USABLE, HubCase.isWindows() ? Seen.STREAM : Seen.PIPE) { // There it is two sockets.
        @Override
        Subject open() throws IOException {
            var pipe = Pipe.open();
            return new Subject(pipe.source())
                    .owns(pipe.sink())
                    .waits(() -> pipe.source().read(Ends.bytes(10)))
                    .endedBy(() -> pipe.sink().write(Ends.bytes(1)));
        }
    },
    UNIX_DOMAIN(Left.ABANDONED, Seen.STREAM) {
        @Override
        Subject open() throws IOException {
            Ends.requireUnixDomain();
            Path path = Files.createTempFile("anyloop", ".sock");
            Files.delete(path);
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                var address = UnixDomainSocketAddress.of(path);
                server.bind(address);
                var here = SocketChannel.open(address);
                var there = server.accept();
                return new Subject(here)
                        .owns(there)
                        .owns(() -> Files.delete(path))
                        .waits(() -> here.read(Ends.bytes(10)))
                        .endedBy(() -> there.write(Ends.bytes(1)));
            }
        }
    },
    SELECT(Left.USABLE, Seen.SELECTOR) {
        @Override
        Subject open() throws IOException {
            var ends = Ends.OfChannel.open();
            ends.here().configureBlocking(false);
            var selector = Selector.open();
            var key = ends.here().register(selector, SelectionKey.OP_READ);
            return new Subject(selector)
                    .owns(ends)
                    .waits(() -> {
                        selector.select();
                        if (selector.isOpen() && key.isValid() && key.isReadable()) {
                            ends.here().read(Ends.bytes(10));
                        }
                        selector.selectedKeys().clear();
                    })
                    .endedBy(() -> ends.there().write(Ends.bytes(1)));
        }
    };

    /// What becomes of what is waited with when an exception is thrown out of the call, with the agent.
    enum Left {
        USABLE,
        CLOSED,
        ABANDONED
    }

    /// What comes out of the call where it is cut off: what the JDK documents for it.
    enum Seen {
        SOCKET(SocketTimeoutException.class, SocketException.class),
        STREAM(ClosedByInterruptException.class, AsynchronousCloseException.class),
        CHANNEL(SocketTimeoutException.class, AsynchronousCloseException.class),
        PIPE(InterruptedIOException.class, AsynchronousCloseException.class),
        SELECTOR(InterruptedIOException.class, ClosedSelectorException.class);

        final Class<? extends Exception> outOfTime;
        final Class<? extends Exception> killed;

        Seen(Class<? extends Exception> outOfTime, Class<? extends Exception> killed) {
            this.outOfTime = outOfTime;
            this.killed = killed;
        }
    }

    final Left left;
    final Seen seen;

    JdkCall(Left left, Seen seen) {
        this.left = left;
        this.seen = seen;
    }

    /// Something fresh to wait with.
    abstract Subject open() throws IOException;

    private static void send(int port) throws IOException {
        try (var sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[1], 1, Talk.HERE, port));
        }
    }

    private static void writeFully(SocketChannel channel) throws IOException {
        var buffer = Ends.bytes(Ends.LARGE);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// What may throw an [IOException].
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /// What is waited with, the wait itself, and what ends it.
    static final class Subject implements Closeable {
        final Closeable waiter;
        private final Deque<Closeable> owned = new ArrayDeque<>();
        private Step wait;
        private Step end;
        private Socket peer;

        Subject(Closeable waiter) {
            this.waiter = waiter;
        }

        private Subject owns(Closeable other) {
            owned.add(other);
            return this;
        }

        private Subject waits(Step step) {
            wait = step;
            return this;
        }

        private Subject endedBy(Step step) {
            end = step;
            return this;
        }

        private Subject peer(Socket other) {
            peer = other;
            return this;
        }

        /// Waits, in the JDK.
        void await() throws IOException {
            wait.run();
        }

        /// Whether [#endWait] can be called.
        boolean isEndable() {
            return end != null;
        }

        /// Lets the wait that is under way, or the next one, end well.
        void endWait() throws IOException {
            end.run();
        }

        /// As [#endWait], where the one who waits may have closed already.
        void endWaitIfOpen() {
            try {
                end.run();
            } catch (IOException closed) {
                // Then there is nothing left to end. What says so differs: a pipe is broken, a
                // socket is reset.
            }
        }

        /// The other end, or null.
        Socket peer() {
            return peer;
        }

        @Override
        public void close() throws IOException {
            waiter.close();
            for (Closeable other : owned) {
                other.close();
            }
        }
    }
}
