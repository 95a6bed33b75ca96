package io.anyloop.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a service asks before it answers: an echo server, by blocking sockets that are kept between two questions.
///
/// @param port where it listens on this machine
/// @param idle connections that nobody uses
record Backend(int port, Queue<Socket> idle) {
    private static final int BYTES = 64;

    Backend(int port) {
        this(port, new ConcurrentLinkedQueue<>());
    }

    /// Sends a message and waits until it has come back.
    ///
    /// @return how many bytes that were
    int ask() throws IOException {
        Socket kept = idle.poll();
        Socket socket = kept == null ? open() : kept;
        socket.getOutputStream().write(new byte[BYTES]);
        int got = socket.getInputStream().readNBytes(BYTES).length;
        if (got < BYTES) {
            throw new EOFException("The echo server ended.");
        }
        idle.add(socket);
        return got;
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }
}
