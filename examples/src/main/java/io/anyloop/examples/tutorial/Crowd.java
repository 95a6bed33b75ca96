package io.anyloop.examples.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// The second try: a greenlet for each guest, who writes to all the others.
final class Crowd {
    // @start region="serve"
    private final List<Writer> guests = new ArrayList<>(); // no lock: one greenlet runs at a time

    void serve(ServerSocket server) throws IOException {
        while (true) {
            Socket guest = server.accept();
            Greenlet.spawn(() -> talk(guest));
        }
    }

    private void talk(Socket guest) throws IOException {
        try (guest) {
            var in = new BufferedReader(new InputStreamReader(guest.getInputStream(), UTF_8));
            var out = new OutputStreamWriter(guest.getOutputStream(), UTF_8);
            guests.add(out);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                tellAll(line);
            }
            guests.remove(out);
        }
    }

    void tellAll(String line) throws IOException {
        for (Writer guest : guests) {
            guest.write(line + "\n");
            guest.flush(); // may wait, and meanwhile others come and go
        }
    }

    // @end

    void add(Writer guest) {
        guests.add(guest);
    }
}
