package io.anyloop.integration.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/// Answers each line with the same line, slowly.
final class LineServer implements Server {
    private final ServerSocket listening;

    private LineServer(ServerSocket listening) {
        this.listening = listening;
    }

    static LineServer start() throws IOException {
        var server = new LineServer(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("lines").start(server::accept);
        return server;
    }

    /// The same over TLS, with a key that nobody knows.
    static LineServer startTls() throws Exception {
        SSLContext context = Keys.context();
        var server =
                new LineServer(
                        context.getServerSocketFactory()
                                .createServerSocket(0, 500, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("TLS lines").start(server::accept);
        return server;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Server.answerSlowly();
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // Whoever asked has gone.
        }
    }

    @Override
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
