package io.anyloop.server;

import java.io.IOException;
import java.net.SocketAddress;

/// Where clients come from: a socket that listens, or one that receives.
interface Listener {
    /// Waits for the next client.
    Errand next() throws IOException;

    boolean isOpen();

    /// Closes the socket, which ends [#next] with an exception. Any thread; never throws.
    void close();

    SocketAddress address();
}
