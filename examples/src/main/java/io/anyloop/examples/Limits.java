package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Sockets;
import io.anyloop.Timeout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/// Limits the time of code that knows no limit.
final class Limits {
    private Limits() {}

    static void main() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IO.println(Hub.run(() -> ask(silent, Duration.ofMillis(100))));
            IO.println(Hub.run(() -> peek(silent, Duration.ofMillis(100))));
        }
        var slow = Duration.ofSeconds(1);
        IO.println(Hub.run(() -> sleepAll(List.of(slow, slow), Duration.ofMillis(1500))) + " done");
    }

    // @start region="readme"
    /// The limit ends a wait inside the JDK: a read from somebody who does not answer.
    static String ask(ServerSocket server, Duration limit) throws IOException {
        return Timeout.callOr(limit, () -> read(server), "too late");
    }

    private static String read(ServerSocket server) throws IOException {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// One limit over a block, for all its waits together.
    static int sleepAll(List<Duration> times, Duration limit) {
        int done = 0;
        try (var _ = Timeout.after(limit)) {
            for (Duration time : times) {
                Greenlet.sleep(time);
                done++;
            }
        } catch (Timeout expired) {
            IO.println("cut off: " + expired.getMessage());
        }
        return done;
    }

    // @end

    /// Whoever is cut off in the middle of a conversation finds his socket closed; a protocol of one's own may go on (with the
    /// agent).
    static String peek(ServerSocket server, Duration limit) throws IOException {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            var in = socket.getInputStream();
            return Sockets.keeping(
                    () -> Timeout.callOr(limit, () -> "byte " + in.read(), "nothing yet"));
        }
    }
}
