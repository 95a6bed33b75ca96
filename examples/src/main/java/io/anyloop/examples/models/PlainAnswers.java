package io.anyloop.examples.models;

import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What a request costs that waits for nothing: each is answered at once, over fifty connections.
public final class PlainAnswers {
    private static final int CONNECTIONS = 50;

    private PlainAnswers() {}

    /// @param perSecond requests
    /// @param micros processor time of the service for each
    public record Result(long perSecond, double micros) {}

    static void main() throws Exception {
        for (Kind kind : Kind.values()) {
            IO.println(kind.text + ": " + of(kind, 200_000));
        }
    }

    public static Result of(Kind kind, int requests) throws Exception {
        try (var database = new SlowDatabase(() -> {});
                var service = new ServiceProcess(kind, 1, database)) {
            ask(service.port(), requests); // until the code is warm
            long busy = service.processorTime();
            long begun = System.nanoTime();
            ask(service.port(), requests);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double micros = (service.processorTime() - busy) / 1e3 / requests;
            return new Result(Math.round(requests / seconds), micros);
        }
    }

    private static void ask(int port, int requests) throws Exception {
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> share = () -> askOften(port, requests / CONNECTIONS);
            for (Future<Void> one : each.invokeAll(Collections.nCopies(CONNECTIONS, share))) {
                one.get();
            }
        }
    }

    private static Void askOften(int port, int requests) throws IOException {
        try (var asker = new Asker(port)) {
            for (int i = 0; i < requests; i++) {
                if (!asker.ask("/ok").equals("fine")) {
                    throw new IOException("a wrong answer");
                }
            }
        }
        return null;
    }
}
