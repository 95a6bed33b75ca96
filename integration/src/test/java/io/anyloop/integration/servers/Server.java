package io.anyloop.integration.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A server on 127.0.0.1 that a test has started.
public interface Server extends AutoCloseable {
    /// Whom it knows, and believes without a password.
    String USER = "anyloop";

    /// What it answers slowly takes this long.
    int ANSWER_MILLIS = 1;

    int port();

    @Override
    void close() throws IOException;

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Called by those that run within the test, on threads of their own.
    static void answerSlowly() {
        try {
            Thread.sleep(ANSWER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
