package io.anyloop.server;

import java.net.SocketAddress;

/// How a socket is to listen.
///
/// @param address where; null if that is settled, since the listener is ready-made
/// @param backlog how many connections may wait in the system
/// @param isShared whether others may listen on the same port
record Binding(SocketAddress address, int backlog, boolean isShared) {
    /// The same for a socket that shares its port.
    Binding sharedAt(SocketAddress where) {
        return new Binding(where, backlog, true);
    }
}
