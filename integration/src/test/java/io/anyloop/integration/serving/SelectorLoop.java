package io.anyloop.integration.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// An event loop as people write them by hand, on a `java.nio` selector: it sends back what it gets. Knows of the JDK alone.
final class SelectorLoop {
    private static final int SIZE = 1024;

    private SelectorLoop() {}

    // @start region="selector"
    static void serve(ServerSocketChannel listening) throws IOException {
        try (Selector selector = Selector.open()) {
            listening.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            try {
                while (true) {
                    selector.select(SelectorLoop::ready); // waits on the hub, in a greenlet
                }
            } finally {
                selector.keys().forEach(SelectorLoop::end);
            }
        }
    }

    // @end

    private static void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel guest = ((ServerSocketChannel) key.channel()).accept();
                guest.configureBlocking(false)
                        .register(key.selector(), SelectionKey.OP_READ, ByteBuffer.allocate(SIZE));
            } else {
                echo(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private static void echo(SelectionKey key, SocketChannel guest, ByteBuffer buffer)
            throws IOException {
        if (key.isReadable() && guest.read(buffer) < 0) {
            end(key);
            return;
        }
        buffer.flip();
        guest.write(buffer);
        buffer.compact();
        int room = buffer.hasRemaining() ? SelectionKey.OP_READ : 0;
        key.interestOps(buffer.position() > 0 ? room | SelectionKey.OP_WRITE : room);
    }

    private static void end(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
