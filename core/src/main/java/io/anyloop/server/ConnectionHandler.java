package io.anyloop.server;

/// What a [StreamServer] does with a connection: plain blocking code, in a greenlet of the connection's own unless the
/// server was told otherwise.
///
/// @param <C> a [java.net.Socket] or a [java.nio.channels.SocketChannel]
@FunctionalInterface
public interface ConnectionHandler<C> {
    /// Serves one connection. The server closes it when this returns or throws.
    ///
    /// @param connection the connection, open; with TLS its handshake is done
    /// @throws Exception if the connection cannot be served: reported once, and nobody else's business
    void handle(C connection) throws Exception;
}
