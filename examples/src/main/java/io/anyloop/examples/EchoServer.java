package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.server.StreamServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/// Sends back what it gets: a greenlet for each connection, and plain `java.net`.
final class EchoServer {
    private EchoServer() {}

    // @start region="readme"
    static void main() throws IOException {
        Hub.run(() -> StreamServer.on(7000, EchoServer::echo).serve());
    }

    static void echo(Socket socket) throws IOException {
        socket.getInputStream().transferTo(socket.getOutputStream()); // plain java.net
    }

    // @end

    /// On a socket that listens already.
    static void serve(ServerSocket server) throws IOException {
        StreamServer.on(server, EchoServer::echo).serve();
    }
}
