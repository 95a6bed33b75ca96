package io.anyloop.benchmarks;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Echo on greenlets over channels that are not in blocking mode, which wait with the hub's own loop.
final class HubChannelServer {
    private HubChannelServer() {}

    /// Serves until the standard input ends.
    ///
    /// @param args the loop's name
    /// @throws IOException if it cannot listen
    public static void main(String[] args) throws IOException {
        Hub hub = Hub.open(args[0]);
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(EchoServers.anywhere(), EchoServers.BACKLOG);
        listener.configureBlocking(false);
        hub.spawn(() -> acceptAll(listener));
        EchoServers.serveAt(((InetSocketAddress) listener.getLocalAddress()).getPort());
    }

    private static void acceptAll(ServerSocketChannel listener) throws IOException {
        while (listener.isOpen()) {
            Descriptors.awaitReadable(listener);
            for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
                SocketChannel channel = next;
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Greenlet.spawn(() -> echo(channel));
            }
        }
    }

    /// Waits before it reads: after an answer nothing can be there yet, and a look would cost a system call.
    private static void echo(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(EchoServers.BUFFER);
        try (channel) {
            for (int got = 0; got >= 0; got = channel.read(buffer)) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    if (channel.write(buffer) == 0) {
                        Descriptors.awaitWritable(channel);
                    }
                }
                buffer.clear();
                Descriptors.awaitReadable(channel);
            }
        } catch (IOException e) {
            // The other side is gone, and so is this one.
        }
    }
}
