package io.anyloop.examples.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.queue.Queue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/// The chat server: for each guest one greenlet that reads, one that writes, and a queue between them.
final class Talk {
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int UNREAD = 100;

    private final Set<Queue<String>> inboxes = new LinkedHashSet<>();

    static void main() throws IOException {
        Hub.run(() -> new Talk().serve(new ServerSocket(7001)));
    }

    void serve(ServerSocket server) throws IOException {
        while (true) {
            Socket guest = server.accept();
            Greenlet.spawn(() -> welcome(guest));
        }
    }

    private void welcome(Socket guest) throws IOException {
        try (guest) {
            talk(
                    new BufferedReader(new InputStreamReader(guest.getInputStream(), UTF_8)),
                    new OutputStreamWriter(guest.getOutputStream(), UTF_8));
        }
    }

    // @start region="talk"
    void talk(BufferedReader in, Writer out) throws IOException {
        var inbox = new Queue<String>(UNREAD);
        var mouth = Greenlet.spawn(() -> write(inbox, out));
        inboxes.add(inbox);
        try {
            for (String line = next(in); line != null; line = next(in)) {
                tellAll(line);
            }
        } finally {
            inboxes.remove(inbox);
            mouth.kill("its guest has left");
        }
    }

    private static String next(BufferedReader in) throws IOException {
        return Timeout.callOr(PATIENCE, in::readLine, null);
    }

    private static void write(Queue<String> inbox, Writer out) throws IOException {
        for (String line : inbox) {
            out.write(line + "\n");
            out.flush(); // waits, and holds up nobody but this guest
        }
    }

    private void tellAll(String line) {
        for (Queue<String> inbox : inboxes) {
            inbox.offer(line); // never waits: who has a hundred lines to read misses this one
        }
    }
    // @end
}
