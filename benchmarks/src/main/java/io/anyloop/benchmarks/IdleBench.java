package io.anyloop.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/// `bench idle`: the processor time of a hub that has nothing to do.
final class IdleBench {
    private static final int GREENLETS = 10_000;
    private static final int MILLIS = 5_000;
    private static final int TARGET_MILLIS = 10;

    private IdleBench() {}

    static void run() throws IOException, InterruptedException {
        Environment.print();
        Map<String, Long> found = Forked.run(Forked.flags(false), IdleHub.class, GREENLETS, MILLIS);
        double process = found.get("processNanos") / 1e6;
        IO.println(
                String.format(
                        Locale.ROOT,
                        "%,d parked greenlets, %d s: the process used %.2f ms of processor time,"
                                + " its hub's thread %.2f ms; target < %d ms: %s",
                        GREENLETS,
                        MILLIS / 1000,
                        process,
                        found.get("hubNanos") / 1e6,
                        TARGET_MILLIS,
                        process < TARGET_MILLIS ? "met" : "MISSED"));
    }
}
