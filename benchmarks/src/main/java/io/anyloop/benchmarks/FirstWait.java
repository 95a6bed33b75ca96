package io.anyloop.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// A program that ends after its first waits at sockets, or at once. How long it takes is measured from outside.
final class FirstWait {
    static final String NONE = "none";
    private static final long PAUSE_NANOS = 1_000_000;

    private FirstWait() {}

    /// Runs the program.
    ///
    /// @param args the name of a [Side], on which it waits, or [#NONE]
    public static void main(String[] args) {
        if (args[0].equals(NONE)) {
            return;
        }
        try (Side<?> side = Side.named(args[0])) {
            side.run(FirstWait::serveOne);
        }
    }

    private static void serveOne() {
        try (ServerSocket listener = EchoServers.listen()) {
            int port = listener.getLocalPort();
            Thread.ofPlatform().daemon().start(() -> connect(port));
            try (Socket socket = listener.accept()) {
                if (socket.getInputStream().read() != 'x') {
                    throw new IOException("Something else came.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(int port) {
        LockSupport.parkNanos(PAUSE_NANOS);
        try (Socket socket = new Socket(EchoServers.anywhere().getAddress(), port)) {
            LockSupport.parkNanos(PAUSE_NANOS);
            socket.getOutputStream().write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
