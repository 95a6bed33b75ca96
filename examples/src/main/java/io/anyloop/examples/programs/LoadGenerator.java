package io.anyloop.examples.programs;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.group.Group;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Asks a web server for the same page again and again, from many clients at once, and tells how long the answers took.
final class LoadGenerator {
    private final URI page;
    private final List<Double> millis = new ArrayList<>();
    private int failures;

    LoadGenerator(URI page) {
        this.page = page;
    }

    static void main(String... args) {
        var load = new LoadGenerator(URI.create(args[0]));
        int clients = Integer.parseInt(args[1]);
        var time = Duration.ofSeconds(Integer.parseInt(args[2]));
        IO.println(Hub.run(() -> load.run(clients, time)));
    }

    String run(int clients, Duration time) {
        var group = new Group();
        Timeout.of(time)
                .silent()
                .run(() -> {
                    for (int i = 0; i < clients; i++) {
                        group.spawn(this::askForEver);
                    }
                    group.join(); // which is cut off when the time is over
                });
        group.kill("the time is over");
        return report(time);
    }

    private void askForEver() {
        while (true) {
            long begin = System.nanoTime();
            try {
                ask();
                millis.add((System.nanoTime() - begin) / 1e6);
            } catch (IOException e) {
                Greenlet.yield(); // whom the end of the time has cut off is killed here, and not
                // counted
                failures++;
            }
        }
    }

    private void ask() throws IOException {
        var connection = (HttpURLConnection) page.toURL().openConnection();
        try (var in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    private String report(Duration time) {
        Collections.sort(millis);
        return "%,d answers, %.0f a second, %,d failures; half of them within %.1f ms, 99 of 100 within %.1f ms"
                .formatted(
                        millis.size(),
                        millis.size() * 1e9 / time.toNanos(),
                        failures,
                        at(0.5),
                        at(0.99));
    }

    private double at(double share) {
        return millis.isEmpty() ? Double.NaN : millis.get((int) (share * (millis.size() - 1)));
    }
}
