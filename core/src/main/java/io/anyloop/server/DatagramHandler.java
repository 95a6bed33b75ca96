package io.anyloop.server;

import java.io.IOException;
import java.net.SocketAddress;

/// What a [DatagramServer] does with a datagram, in a greenlet of the datagram's own unless the server was told otherwise.
@FunctionalInterface
public interface DatagramHandler {
    /// Serves one datagram.
    ///
    /// @param data what was received, a copy that belongs to the handler
    /// @param sender who sent it
    /// @param reply answers the sender; may be kept and used as long as the server listens
    /// @throws Exception if the datagram cannot be served: reported once, and nobody else's business
    void handle(byte[] data, SocketAddress sender, Reply reply) throws Exception;

    /// The way back to the sender of a datagram.
    @FunctionalInterface
    interface Reply {
        /// Sends one datagram from the server's own address. Those of several greenlets go out one at a time, each whole.
        ///
        /// @param data what to send, not changed and not kept
        /// @throws IOException if it cannot be sent, for example because the server has stopped
        void send(byte[] data) throws IOException;
    }
}
