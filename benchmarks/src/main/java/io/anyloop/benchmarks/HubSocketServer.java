package io.anyloop.benchmarks;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.ServerSocket;

/// Echo on greenlets over plain sockets. Their waits come to the hub's loop if the agent is there, else the JDK's pollers wait.
final class HubSocketServer {
    private HubSocketServer() {}

    /// Serves until the standard input ends.
    ///
    /// @param args the loop's name
    /// @throws IOException if it cannot listen
    public static void main(String[] args) throws IOException {
        Hub hub = Hub.open(args[0]);
        ServerSocket listener = EchoServers.listen();
        Side.Step accepting = () -> EchoServers.acceptAll(listener, Greenlet::spawn);
        hub.spawn(accepting);
        EchoServers.serveAt(listener.getLocalPort());
    }
}
