package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/// Sends back what it gets: a greenlet for each connection, and plain `java.net`.
final class EchoServer {
    private EchoServer() {}

    // @start region="readme"
    static void main() throws IOException {
        Hub.run(() -> serve(new ServerSocket(7000)));
    }

    static void serve(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = server.accept();
            Greenlet.spawn(() -> echo(socket));
        }
    }

    static void echo(Socket socket) throws IOException {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        }
    }
    // @end
}
