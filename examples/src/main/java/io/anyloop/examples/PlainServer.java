package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Hub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;

/// A server as anybody writes it, and one line that puts it on a hub.
final class PlainServer {
    private PlainServer() {}

    // @start region="plain"
    /// Knows of the JDK alone.
    static void serve(ServerSocket server, Executor threads) throws IOException {
        while (true) {
            Socket guest = server.accept();
            threads.execute(() -> answer(guest));
        }
    }

    private static void answer(Socket guest) {
        try (guest) {
            Thread.sleep(100); // work that waits
            String who = Thread.currentThread().isVirtual() ? "a virtual thread" : "a thread";
            guest.getOutputStream().write(("served by " + who).getBytes(UTF_8));
        } catch (IOException | InterruptedException e) {
            // The guest has gone, or the server ends.
        }
    }

    // @end

    // @start region="hub"
    static void serveOnHub(ServerSocket server) throws IOException {
        Hub.run(() -> serve(server, Hub.current().executor()));
    }
    // @end
}
