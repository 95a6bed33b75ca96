package io.anyloop.loop.select;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Two connected sockets, of which the first has a descriptor to watch.
record Sockets(SocketChannel watched, SocketChannel peer) implements AutoCloseable {

    static Sockets open() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var watched = SocketChannel.open(server.getLocalAddress());
            watched.configureBlocking(false);
            return new Sockets(watched, server.accept());
        }
    }

    int descriptor() {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(watched);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    void send() throws IOException {
        peer.write(ByteBuffer.wrap(new byte[] {1}));
    }

    int drain() throws IOException {
        return watched.read(ByteBuffer.allocate(100));
    }

    @Override
    public void close() throws IOException {
        watched.close();
        peer.close();
    }
}
