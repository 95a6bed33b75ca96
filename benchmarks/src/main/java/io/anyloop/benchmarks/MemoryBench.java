package io.anyloop.benchmarks;

import io.anyloop.benchmarks.ParkedThreads.Found;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench memory`: a million parked greenlets on one hub beside a million parked virtual threads.
final class MemoryBench {
    private static final int FULL = 1_000_000;
    private static final int QUICK = 100_000;
    private static final int TARGET_BYTES = 150;

    private final int count;

    MemoryBench(boolean quick) {
        count = quick ? QUICK : FULL;
    }

    /// @throws IllegalStateException if one was not resumed, or was resumed more than once
    void run() throws IOException, InterruptedException {
        Environment.print();
        Found ours = measure("greenlets");
        Found stock = measure("stock");
        double more = ours.bytesEach() - stock.bytesEach();
        print("greenlet", ours);
        print("virtual thread", stock);
        IO.println(
                String.format(
                        Locale.ROOT,
                        "%-16s %6.0f bytes more each; target <= %d: %s",
                        "difference",
                        more,
                        TARGET_BYTES,
                        more <= TARGET_BYTES ? "met" : "MISSED"));
    }

    private Found measure(String side) throws IOException, InterruptedException {
        List<String> flags = Forked.flags(side.equals("stock"), "-Xmx4g");
        Map<String, Long> found = Forked.run(flags, ParkedThreads.class, side, count);
        return new Found(count, found.get("bytes"), found.get("resumedOnce").intValue());
    }

    private static void print(String what, Found found) {
        IO.println(
                String.format(
                        Locale.ROOT,
                        "%-16s %6.0f bytes of heap each; %,d parked, %,d resumed exactly once",
                        what,
                        found.bytesEach(),
                        found.count(),
                        found.resumedOnce()));
        if (found.resumedOnce() != found.count()) {
            throw new IllegalStateException("Not every " + what + " was resumed exactly once.");
        }
    }
}
