package io.anyloop.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;

/// Echo on the JDK's virtual threads over plain sockets; kept to one carrier by [Forked#flags].
final class StockSocketServer {
    private StockSocketServer() {}

    /// Serves until the standard input ends.
    ///
    /// @param args none
    /// @throws IOException if it cannot listen
    public static void main(String[] args) throws IOException {
        ServerSocket listener = EchoServers.listen();
        Thread.startVirtualThread(
                () -> EchoServers.acceptAll(listener, Thread::startVirtualThread));
        EchoServers.serveAt(listener.getLocalPort());
    }
}
