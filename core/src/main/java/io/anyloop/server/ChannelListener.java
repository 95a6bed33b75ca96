package io.anyloop.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/// Accepts channels.
final class ChannelListener implements Listener {
    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final Function<SocketChannel, Errand> errand;

    ChannelListener(ServerSocketChannel server, Function<SocketChannel, Errand> errand)
            throws IOException {
        this.server = server;
        this.address = server.getLocalAddress();
        this.errand = errand;
    }

    @Override
    public Errand next() throws IOException {
        return errand.apply(server.accept());
    }

    @Override
    public boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() {
        Closing.quietly(server);
    }

    @Override
    public SocketAddress address() {
        return address;
    }
}
