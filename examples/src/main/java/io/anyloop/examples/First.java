package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Two greenlets on one thread: one ticks while the other reads from somebody who does not answer.
final class First {
    private First() {}

    // @start region="readme"
    static void main() throws IOException {
        Hub.run(() -> {
            Greenlet.spawn(First::tick); // starts when the line below waits
            IO.println(Timeout.callOr(Duration.ofSeconds(1), First::ask, "no answer"));
        });
    }

    static void tick() throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            Thread.sleep(100); // lets others run
            IO.println("tick " + i);
        }
    }

    static String ask() throws IOException {
        try (var silent = new ServerSocket(0);
                var socket = new Socket("localhost", silent.getLocalPort())) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8); // so does this
        }
    }

    // @end
}
