package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Work of other threads, and how its results come into the hub.
final class CrossThread {
    private CrossThread() {}

    static void main() {
        IO.println(Hub.run(() -> waitForOthers(4)));
        try (Hub hub = Hub.open()) {
            IO.println(letOthersIn(hub, 4));
        }
    }

    // @start region="readme"
    /// In a greenlet: waits for what other threads compute, and only this greenlet waits.
    static List<Long> waitForOthers(int count) {
        var others =
                IntStream.range(0, count)
                        .mapToObj(n -> CompletableFuture.supplyAsync(() -> compute(n)))
                        .toList();
        return others.stream().map(CompletableFuture::join).toList();
    }

    /// On other threads: each has a greenlet do what must be done on the hub.
    static List<Long> letOthersIn(Hub hub, int count) {
        var results = new ArrayList<Long>(); // touched by greenlets only, so it needs no lock
        IntStream.range(0, count)
                .parallel()
                .mapToObj(n -> hub.spawn(() -> results.add(compute(n))))
                .forEach(Greenlet::join);
        return hub.call(() -> results.stream().sorted().toList());
    }

    // @end

    private static long compute(int n) {
        return IntStream.rangeClosed(1, n * 1000).asLongStream().sum();
    }
}
