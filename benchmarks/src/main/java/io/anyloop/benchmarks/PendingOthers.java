package io.anyloop.benchmarks;

import java.util.Random;

/// Limits that are pending while others come and go: half of them end before those, half after, none while a benchmark
/// runs. The same ones on both sides.
final class PendingOthers {
    private static final long SHORTEST_MILLIS = 30_000;
    private static final int SPREAD_MILLIS = 60_000;

    private PendingOthers() {}

    static long[] millis(int count) {
        return new Random(42)
                .longs(count, SHORTEST_MILLIS, SHORTEST_MILLIS + SPREAD_MILLIS)
                .toArray();
    }
}
