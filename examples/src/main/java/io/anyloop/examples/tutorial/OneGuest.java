package io.anyloop.examples.tutorial;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/// The first try of a chat: it talks to one guest at a time.
final class OneGuest {
    private OneGuest() {}

    // @start region="serve"
    static void serve(ServerSocket server) throws IOException {
        while (true) {
            try (Socket guest = server.accept()) {
                guest.getInputStream().transferTo(guest.getOutputStream());
            }
        }
    }
    // @end
}
