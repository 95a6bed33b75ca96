package io.anyloop.examples.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// What takes its time for each answer, which is the question.
public final class SlowDatabase implements AutoCloseable {
    /// What it does before an answer.
    @FunctionalInterface
    public interface Pace {
        /// Takes its time.
        ///
        /// @throws InterruptedException if nobody needs the answer any more
        void pause() throws InterruptedException;
    }

    private final ServerSocket server;
    private final Pace pace;

    /// Opens one on a free port.
    ///
    /// @param pace called for each question, on a thread of its own
    /// @throws IOException if it cannot
    public SlowDatabase(Pace pace) throws IOException {
        this.pace = pace;
        this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> answer(socket));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            String question = in.readLine();
            pace.pause();
            socket.getOutputStream().write((question + "\n").getBytes());
        } catch (IOException | InterruptedException e) {
            // Whoever asked is gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
