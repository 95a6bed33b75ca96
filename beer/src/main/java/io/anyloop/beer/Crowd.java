package io.anyloop.beer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Clients of the service, on threads of their own. Each order is for a name that no other has, and is asked for until it is
/// served: whoever got the answer of somebody else would notice.
final class Crowd {
    private static final int BEERS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI site;
    private final int clients;
    private final int rounds;
    private final IntSupplier patience;
    private final Queue<Long> served = new ConcurrentLinkedQueue<>();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile long longestGap;

    /// What came of it.
    ///
    /// @param served the numbers of the orders that were taken and served
    /// @param late how many orders were cut off by a limit
    /// @param wrong what should not have been
    /// @param gapMillis how long a greenlet of the hub that sleeps ten milliseconds at a time slept at most
    record Tally(
            List<Long> served,
            int late,
            int requests,
            List<String> wrong,
            long gapMillis,
            long millis) {
        boolean isRight() {
            return wrong.isEmpty() && !served.isEmpty();
        }

        @Override
        public String toString() {
            String how =
                    wrong.isEmpty()
                            ? "ok"
                            : "WRONG: " + wrong.size() + ", such as " + wrong.getFirst();
            return "beer      %,d orders served, %,d cut off, %,d requests, %,d ms; a ticker of 10 ms ticked at least every %d ms  %s"
                    .formatted(served.size(), late, requests, millis, gapMillis, how);
        }
    }

    /// @param rounds how many beers each of them orders
    Crowd(URI site, int clients, int rounds) {
        this(site, clients, rounds, () -> Integer.MAX_VALUE);
    }

    /// @param patience how many milliseconds the next order may take
    Crowd(URI site, int clients, int rounds, IntSupplier patience) {
        this.site = site;
        this.clients = clients;
        this.rounds = rounds;
        this.patience = patience;
    }

    Tally drink(Hub hub) throws Exception {
        long begin = System.nanoTime();
        Greenlet<?> ticker = hub.spawn(this::tick);
        try (http;
                var threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int beer = 1 + client % BEERS;
                all.add(threads.submit(() -> drink(beer)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            ticker.kill();
        }
        return new Tally(
                List.copyOf(served),
                late.get(),
                requests.get(),
                List.copyOf(wrong),
                longestGap / 1_000_000,
                (System.nanoTime() - begin) / 1_000_000);
    }

    /// Runs on the hub.
    private void tick() {
        while (true) {
            long begin = System.nanoTime();
            Greenlet.sleep(Duration.ofMillis(10));
            longestGap = Math.max(longestGap, System.nanoTime() - begin);
        }
    }

    private Void drink(int beer) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String me = UUID.randomUUID().toString();
            expect(get("beers/" + beer), "id", "" + beer);
            HttpResponse<String> answer = order(beer, me);
            switch (answer.statusCode()) {
                case 201 -> await(me, json.readTree(answer.body()).path("id").longValue());
                case 503 -> late.incrementAndGet();
                default -> wrong.add("POST: " + answer.statusCode() + " " + answer.body());
            }
        }
        return null;
    }

    private HttpResponse<String> order(int beer, String guest)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(site.resolve("/beers/" + beer + "/orders"))
                        .POST(BodyPublishers.ofString("{\"guest\": \"" + guest + "\"}"));
        int millis = patience.getAsInt();
        if (millis < Integer.MAX_VALUE) {
            request.header("Patience-Millis", "" + millis);
        }
        requests.incrementAndGet();
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void await(String me, long order) throws IOException, InterruptedException {
        while (true) {
            JsonNode mine = get("orders/" + order);
            expect(mine, "guest", me);
            if (!mine.path("state").asText().equals("ordered")) {
                expect(mine, "state", "served");
                served.add(order);
                return;
            }
            Thread.sleep(20);
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        requests.incrementAndGet();
        var request = HttpRequest.newBuilder(site.resolve("/" + path)).build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            wrong.add("GET " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }

    private void expect(JsonNode answer, String field, String value) {
        if (!answer.path(field).asText().equals(value)) {
            wrong.add(field + " should be " + value + ": " + answer);
        }
    }
}
