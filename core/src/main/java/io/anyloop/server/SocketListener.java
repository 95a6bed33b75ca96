package io.anyloop.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Function;

/// Accepts sockets.
final class SocketListener implements Listener {
    private final ServerSocket server;
    private final SocketAddress address;
    private final Function<Socket, Errand> errand;

    SocketListener(ServerSocket server, Function<Socket, Errand> errand) {
        this.server = server;
        this.address = server.getLocalSocketAddress();
        this.errand = errand;
    }

    @Override
    public Errand next() throws IOException {
        return errand.apply(server.accept());
    }

    @Override
    public boolean isOpen() {
        return !server.isClosed();
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
