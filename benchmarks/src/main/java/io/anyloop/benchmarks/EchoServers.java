package io.anyloop.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// What the echo servers have in common: each prints its port, has one handler for each connection, and ends when its
/// standard input does, so that none outlives the bench.
final class EchoServers {
    static final int BACKLOG = 4096;
    static final int BUFFER = 1024;

    private EchoServers() {}

    static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// Tells the port, and waits on the main thread until the server is no longer wanted.
    static void serveAt(int port) throws IOException {
        IO.println(EchoProcess.PORT + "=" + port);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is said, only the end counts.
        }
        // Whatever still serves shall not hold up the end.
        Runtime.getRuntime().halt(0);
    }

    static ServerSocket listen() throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(anywhere(), BACKLOG);
        return listener;
    }

    /// What starts a handler of one connection in a thread of its own.
    interface Threads {
        void start(Side.Step handler);
    }

    /// Accepts until the listener is closed. In a thread of either side.
    static void acceptAll(ServerSocket listener, Threads threads) {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                threads.start(() -> echo(socket));
            }
        } catch (IOException e) {
            throw new IllegalStateException("No connection is accepted any more.", e);
        }
    }

    /// The handler over the JDK's streams, the same for greenlets and for stock virtual threads.
    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                out.write(buffer, 0, got);
            }
        } catch (IOException e) {
            // The other side is gone, and so is this one.
        }
    }
}
