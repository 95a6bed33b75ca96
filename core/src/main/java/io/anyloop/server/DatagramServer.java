package io.anyloop.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Objects;

/// Receives datagrams and has each served by a handler, in a greenlet of its own.
///
/// ```java
/// DatagramServer echo =
///         DatagramServer.on(port, (data, sender, reply) -> reply.send(data)).start();
/// ```
///
/// What a handler throws goes to the hub's error handler and harms nobody else. Errors of receiving and the life of
/// the server are as for [StreamServer]. Its methods may be called from any thread.
///
/// @see <a href="https://www.gevent.org/api/gevent.server.html">gevent.server</a>
public final class DatagramServer extends RunningServer {
    DatagramServer(Service serving) {
        super(serving);
    }

    /// A server on a port of all addresses of this machine.
    ///
    /// @param port the port; 0 takes a free one, which [#port] tells
    /// @param handler serves a datagram
    /// @return its options, to be started
    /// @throws IllegalArgumentException if there is no such port
    public static DatagramServerBuilder on(int port, DatagramHandler handler) {
        return on(Addresses.port(port), handler);
    }

    /// A server on an address as people write it.
    ///
    /// @param address `7000`, `host:7000`, `:7000` or `[v6]:7000`
    /// @param handler serves a datagram
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the text is no address
    public static DatagramServerBuilder on(String address, DatagramHandler handler) {
        return on(Addresses.parse(address), handler);
    }

    /// A server on an address.
    ///
    /// @param address the address
    /// @param handler serves a datagram
    /// @return its options, to be started
    public static DatagramServerBuilder on(InetSocketAddress address, DatagramHandler handler) {
        Objects.requireNonNull(address);
        Objects.requireNonNull(handler);
        return new DatagramServerBuilder(() -> new DatagramListener(open(address), handler));
    }

    /// A server on a socket that is bound, which the server closes when it stops.
    ///
    /// @param socket the socket; if it is that of a channel, the channel is in blocking mode
    /// @param handler serves a datagram
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the socket cannot be used
    public static DatagramServerBuilder on(DatagramSocket socket, DatagramHandler handler) {
        fit(socket);
        Objects.requireNonNull(handler);
        return new DatagramServerBuilder(() -> new DatagramListener(socket, handler));
    }

    /// A server on a channel that is bound and in blocking mode, which the server closes when it stops.
    ///
    /// @param channel the channel
    /// @param handler serves a datagram
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the channel cannot be used
    public static DatagramServerBuilder on(DatagramChannel channel, DatagramHandler handler) {
        return on(channel.socket(), handler);
    }

    private static DatagramSocket open(InetSocketAddress address) throws IOException {
        SocketAddress resolved = Addresses.resolved(address);
        try {
            return new DatagramSocket(resolved);
        } catch (IOException e) {
            throw Addresses.cannotListen(resolved, e);
        }
    }

    private static void fit(DatagramSocket socket) {
        if (!socket.isBound() || socket.isClosed()) {
            throw new IllegalArgumentException(
                    "The socket %s is not bound, or is closed. Bind it first, or give an address."
                            .formatted(socket.getLocalSocketAddress()));
        }
        DatagramChannel channel = socket.getChannel();
        if (channel != null && !channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "The channel %s is in non-blocking mode. Call configureBlocking(true): only a greenlet waits."
                            .formatted(channel));
        }
    }

    /// Closes the socket. Handlers can then not reply any more; apart from that, what becomes of them is as said of
    /// [StreamServer#stop(Duration)].
    ///
    /// @param limit how long to wait, zero or more
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    @Override
    public void stop(Duration limit) {
        end(null, limit);
    }

    /// How many datagrams are being served. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the number
    public int datagrams() {
        return serving.clients();
    }
}
