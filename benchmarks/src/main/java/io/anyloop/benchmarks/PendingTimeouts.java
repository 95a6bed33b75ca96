package io.anyloop.benchmarks;

import io.anyloop.Timeout;
import java.time.Duration;

/// Measures, in a JVM of its own, what pending timeouts take of the heap: the `Timeout` and its place among the hub's
/// deadlines, with the room that is kept for more; not the reference by which a program holds it.
final class PendingTimeouts {
    private static final long SHORTEST_MINUTES = 60;
    private static final int SPREAD_MINUTES = 600;

    private PendingTimeouts() {}

    /// Prints what [Forked] reads.
    ///
    /// @param args how many timeouts
    public static void main(String[] args) {
        IO.println("bytes=" + measure(Integer.parseInt(args[0])));
    }

    /// @return bytes, all together
    static long measure(int count) {
        try (Side.Greenlets side = new Side.Greenlets()) {
            Timeout[] pending = new Timeout[count];
            long[] bytes = new long[1];
            // In one greenlet: with its end what it has started is taken back.
            side.run(() -> {
                startAll(new Timeout[1]);
                long before = Heap.used();
                startAll(pending);
                bytes[0] = Heap.used() - before;
                check(pending);
            });
            return bytes[0];
        }
    }

    private static void startAll(Timeout[] pending) {
        for (int i = 0; i < pending.length; i++) {
            // As a program has it: neither in the order in which they end, nor all the same.
            long minutes = SHORTEST_MINUTES + (long) i * 7919 % SPREAD_MINUTES;
            pending[i] = Timeout.after(Duration.ofMinutes(minutes));
        }
    }

    private static void check(Timeout[] pending) {
        for (Timeout timeout : pending) {
            if (!timeout.isPending()) {
                throw new IllegalStateException("Not every timeout is pending: " + timeout);
            }
        }
    }
}
