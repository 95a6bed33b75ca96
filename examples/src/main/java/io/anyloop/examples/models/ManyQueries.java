package io.anyloop.examples.models;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many queries at once, each of which takes the database some time: do they wait for each other?
public final class ManyQueries {
    private ManyQueries() {}

    /// @param millis until all were answered
    /// @param right how many answers belonged to their question
    public record Result(long millis, int right) {}

    static void main() throws Exception {
        for (Kind kind : Kind.values()) {
            IO.println(kind.text + ": " + of(kind, 40, Duration.ofMillis(50)));
        }
    }

    public static Result of(Kind kind, int queries, Duration each) throws Exception {
        try (var database = new SlowDatabase(() -> Thread.sleep(each));
                var service = new ServiceProcess(kind, 1, database)) {
            ask(service.port(), queries); // until the code is warm
            long begun = System.nanoTime();
            int right = ask(service.port(), queries);
            return new Result((System.nanoTime() - begun) / 1_000_000, right);
        }
    }

    /// How many were answered rightly.
    public static int ask(int port, int queries) throws Exception {
        List<Future<Boolean>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < queries; i++) {
                String what = "item-" + i;
                all.add(threads.submit(() -> ask(port, what).equals(what)));
            }
        }
        int right = 0;
        for (Future<Boolean> one : all) {
            right += one.get() ? 1 : 0;
        }
        return right;
    }

    private static String ask(int port, String what) throws IOException {
        try (var asker = new Asker(port)) {
            return asker.ask("/query?" + what);
        }
    }
}
