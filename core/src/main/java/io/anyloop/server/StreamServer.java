package io.anyloop.server;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/// Accepts connections and has each served by a handler, in a greenlet of its own.
///
/// ```java
/// ConnectionHandler<Socket> echo =
///         socket -> socket.getInputStream().transferTo(socket.getOutputStream());
/// StreamServer server = StreamServer.on(port, echo).start(); // or serve(), which waits
/// ```
///
/// The handler is plain blocking code. Its connection is closed when it returns or throws; what it throws goes to the
/// hub's error handler and harms nobody else. An error of accepting or spawning is reported too; the server then pauses, 10 ms
/// first and twice as long each time up to 1 s, until it has worked again. Only the loss of the listener ends it.
///
/// Belongs to a hub, and ends with it. As long as it accepts, its hub has something to wait for: there is no
/// [io.anyloop.exceptions.LoopExit]. Its methods may be called from any thread.
///
/// @see <a href="https://www.gevent.org/api/gevent.server.html">gevent.server</a>
public final class StreamServer extends RunningServer {
    StreamServer(Service serving) {
        super(serving);
    }

    // ---------------------------------------------------------------- handlers that take sockets

    /// A server on a port of all addresses of this machine.
    ///
    /// @param port the port; 0 takes a free one, which [#port] tells
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if there is no such port
    public static StreamServerBuilder on(int port, ConnectionHandler<? super Socket> handler) {
        return on(Addresses.port(port), handler);
    }

    /// A server on an address as people write it.
    ///
    /// @param address `7000`, `host:7000`, `:7000` or `[v6]:7000`
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the text is no address
    public static StreamServerBuilder on(
            String address, ConnectionHandler<? super Socket> handler) {
        return on(Addresses.parse(address), handler);
    }

    /// A server on an address.
    ///
    /// @param address an [java.net.InetSocketAddress]
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the address is of another kind: for Unix domain sockets see
    /// [#onChannels(SocketAddress, ConnectionHandler)]
    public static StreamServerBuilder on(
            SocketAddress address, ConnectionHandler<? super Socket> handler) {
        SocketAddress checked = Opening.withSockets(address);
        Objects.requireNonNull(handler);
        return new StreamServerBuilder(
                checked, (binding, tls) -> Opening.sockets(binding, sockets(handler, tls)), true);
    }

    /// A server on a listener that is bound, which the server closes when it stops.
    ///
    /// @param listener a plain one, not for TLS
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the listener cannot be used
    public static StreamServerBuilder on(
            ServerSocket listener, ConnectionHandler<? super Socket> handler) {
        Opening.fit(listener);
        Objects.requireNonNull(handler);
        return new StreamServerBuilder(
                null, (binding, tls) -> new SocketListener(listener, sockets(handler, tls)), true);
    }

    /// A server on a listening channel that is bound and in blocking mode, which the server closes when it stops. The
    /// handler gets the connections' [SocketChannel#socket].
    ///
    /// @param listener the channel, not of the Unix domain
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the listener cannot be used
    public static StreamServerBuilder on(
            ServerSocketChannel listener, ConnectionHandler<? super Socket> handler) {
        return on(Opening.socketOf(listener), handler);
    }

    private static Function<Socket, Errand> sockets(
            ConnectionHandler<? super Socket> handler, StreamServerBuilder.Tls tls) {
        ConnectionHandler<? super Socket> inside =
                tls == null
                        ? handler
                        : new TlsHandler(tls.context(), tls.parameters(), tls.limit(), handler);
        return socket -> new Connection<>(socket, inside);
    }

    // ---------------------------------------------------------------- handlers that take channels

    /// As [#on(int, ConnectionHandler)], for a handler that takes channels, in blocking mode.
    ///
    /// @param port the port; 0 takes a free one, which [#port] tells
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if there is no such port
    public static StreamServerBuilder onChannels(
            int port, ConnectionHandler<? super SocketChannel> handler) {
        return onChannels(Addresses.port(port), handler);
    }

    /// As [#on(String, ConnectionHandler)], for a handler that takes channels, in blocking mode.
    ///
    /// @param address `7000`, `host:7000`, `:7000` or `[v6]:7000`
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the text is no address
    public static StreamServerBuilder onChannels(
            String address, ConnectionHandler<? super SocketChannel> handler) {
        return onChannels(Addresses.parse(address), handler);
    }

    /// As [#on(SocketAddress, ConnectionHandler)], for a handler that takes channels, in blocking mode. The file of a
    /// Unix domain socket stays when the server has stopped, as the JDK leaves it: delete it before listening there again.
    ///
    /// @param address an [java.net.InetSocketAddress] or a [java.net.UnixDomainSocketAddress]
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the address is of another kind
    public static StreamServerBuilder onChannels(
            SocketAddress address, ConnectionHandler<? super SocketChannel> handler) {
        SocketAddress checked = Addresses.supported(address);
        Objects.requireNonNull(handler);
        return new StreamServerBuilder(
                checked,
                (binding, tls) ->
                        Opening.channels(binding, channel -> new Connection<>(channel, handler)),
                false);
    }

    /// As [#on(ServerSocketChannel, ConnectionHandler)], for a handler that takes channels, in blocking mode.
    ///
    /// @param listener the channel, bound and in blocking mode; the server closes it when it stops
    /// @param handler serves a connection
    /// @return its options, to be started
    /// @throws IllegalArgumentException if the listener cannot be used
    public static StreamServerBuilder onChannels(
            ServerSocketChannel listener, ConnectionHandler<? super SocketChannel> handler) {
        Opening.fit(listener);
        Objects.requireNonNull(handler);
        return new StreamServerBuilder(
                null,
                (binding, tls) ->
                        new ChannelListener(
                                listener, channel -> new Connection<>(channel, handler)),
                false);
    }

    // ---------------------------------------------------------------- life

    /// Accepts no more, until [#startAccepting]. Clients can still connect as far as the backlog goes, and wait; one
    /// whose connection was about to be accepted waits inside the server. What is being served goes on.
    public void stopAccepting() {
        serving.pause();
    }

    /// Accepts again, after [#stopAccepting]. Does nothing if the server accepts, or has stopped.
    public void startAccepting() {
        serving.resume();
    }

    /// Closes the listener, so that clients are refused. Then it depends on how the server spawns:
    ///
    /// - By default handlers go on to their end, and this does not wait for them.
    /// - With a limit, a spawn policy, or inline, this waits for them, at most for the limit, then kills the rest and
    ///   gives them another second for their `finally`. A handler that calls this is neither waited for nor killed. If the
    ///   wait is cut short, the rest is killed at once.
    ///
    /// Stopping again waits for the end of the first stop and does nothing else.
    ///
    /// @param limit how long to wait, zero or more
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    @Override
    public void stop(Duration limit) {
        end(null, limit);
    }

    // ---------------------------------------------------------------- what it is

    /// How many connections are being served. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the number
    public int connections() {
        return serving.clients();
    }

    /// Whether it accepts: it was neither told not to, nor has stopped.
    ///
    /// @return true if so
    public boolean isAccepting() {
        return serving.isAccepting();
    }
}
