package io.anyloop.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import javax.net.ssl.SSLServerSocket;

/// How listening sockets are opened, and which ready-made ones are taken.
final class Opening {
    private Opening() {}

    static Listener sockets(Binding binding, Function<Socket, Errand> errand) throws IOException {
        SocketAddress resolved = Addresses.resolved(binding.address());
        ServerSocket server = new ServerSocket();
        try {
            if (binding.isShared()) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            server.bind(resolved, binding.backlog());
            return new SocketListener(server, errand);
        } catch (IOException e) {
            server.close();
            throw Addresses.cannotListen(resolved, e);
        } catch (Throwable e) {
            Closing.quietly(server);
            throw e;
        }
    }

    static Listener channels(Binding binding, Function<SocketChannel, Errand> errand)
            throws IOException {
        SocketAddress resolved = Addresses.resolved(binding.address());
        ServerSocketChannel server =
                resolved instanceof UnixDomainSocketAddress
                        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        try {
            if (binding.isShared()) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            server.bind(resolved, binding.backlog());
            return new ChannelListener(server, errand);
        } catch (IOException e) {
            server.close();
            throw Addresses.cannotListen(resolved, e);
        } catch (Throwable e) {
            Closing.quietly(server);
            throw e;
        }
    }

    /// Only what can be accepted from by waiting, and has an address.
    static ServerSocket fit(ServerSocket listener) {
        if (listener instanceof SSLServerSocket) {
            throw refused(
                    listener,
                    "makes its handshakes while others wait to be accepted",
                    "Give a plain ServerSocket, and call tls(...)");
        }
        if (!listener.isBound() || listener.isClosed()) {
            throw refused(
                    listener, "is not bound, or is closed", "Bind it first, or give an address");
        }
        if (listener.getChannel() != null) {
            fit(listener.getChannel());
        }
        return listener;
    }

    static ServerSocketChannel fit(ServerSocketChannel listener) {
        if (!listener.isBlocking()) {
            throw refused(
                    listener,
                    "is in non-blocking mode",
                    "Call configureBlocking(true): only a greenlet waits");
        }
        if (!listener.isOpen() || address(listener) == null) {
            throw refused(
                    listener, "is not bound, or is closed", "Bind it first, or give an address");
        }
        return listener;
    }

    private static SocketAddress address(ServerSocketChannel listener) {
        try {
            return listener.getLocalAddress();
        } catch (IOException e) {
            return null; // Closed meanwhile.
        }
    }

    /// A channel's view as a server socket.
    static ServerSocket socketOf(ServerSocketChannel listener) {
        if (address(fit(listener)) instanceof UnixDomainSocketAddress path) {
            throw noSocket(path);
        }
        return listener.socket();
    }

    static SocketAddress withSockets(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress path) {
            throw noSocket(path);
        }
        return Addresses.supported(address);
    }

    private static IllegalArgumentException noSocket(UnixDomainSocketAddress path) {
        return new IllegalArgumentException(
                "%s is a Unix domain address, and a java.net.Socket cannot have one. Use StreamServer.onChannels(...)."
                        .formatted(path));
    }

    private static IllegalArgumentException refused(Object what, String why, String remedy) {
        return new IllegalArgumentException("The listener %s %s. %s.".formatted(what, why, remedy));
    }
}
