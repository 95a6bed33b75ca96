package io.anyloop.examples.models;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// How long a liveness probe waits for its answer while the service is busy with queries, ten at a time.
public final class Liveness {
    private static final int QUERIES = 10;
    private static final long PAUSE_MILLIS = 20;

    private Liveness() {}

    /// Milliseconds.
    public record Result(double median, double worst) {}

    static void main() throws Exception {
        for (Kind kind : Kind.values()) {
            IO.println(kind.text + ": " + of(kind, 30, Duration.ofMillis(100)));
        }
    }

    public static Result of(Kind kind, int probes, Duration query) throws Exception {
        var isOver = new AtomicBoolean();
        try (var database = new SlowDatabase(() -> Thread.sleep(query));
                var service = new ServiceProcess(kind, 1, database)) {
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            for (int i = 0; i < QUERIES; i++) {
                threads.submit(() -> askUntil(isOver, service.port()));
            }
            probe(service.port(), probes / 3); // until the code is warm
            double[] times = probe(service.port(), probes);
            isOver.set(true);
            threads.shutdown(); // The last queries end with the service.
            Arrays.sort(times);
            return new Result(times[times.length / 2], times[times.length - 1]);
        }
    }

    private static Void askUntil(AtomicBoolean isOver, int port) throws IOException {
        try (var asker = new Asker(port)) {
            while (!isOver.get()) {
                asker.ask("/query?something");
            }
        }
        return null;
    }

    private static double[] probe(int port, int probes) throws IOException, InterruptedException {
        double[] times = new double[probes];
        try (var asker = new Asker(port)) {
            for (int i = 0; i < probes; i++) {
                long begun = System.nanoTime();
                asker.ask("/health");
                times[i] = (System.nanoTime() - begun) / 1e6;
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return times;
    }
}
