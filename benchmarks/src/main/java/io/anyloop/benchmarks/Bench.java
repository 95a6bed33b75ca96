package io.anyloop.benchmarks;

import io.anyloop.benchmarks.Measured.Effort;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/// The command `./anyloop bench`. Ends with 0 whether or not targets are met, with 1 if something went wrong.
final class Bench {
    private static final String USAGE =
            """
            ./anyloop bench switch [--quick]   yield, hand-off, spawn, timeout (5 minutes)
            ./anyloop bench memory [--quick]   heap of a million parked greenlets
            ./anyloop bench idle               processor time of 10,000 parked greenlets

            Each beside what the JDK offers, if it does. The exit status tells errors, not targets.\
            """;

    private Bench() {}

    /// Runs one benchmark, or says what there is.
    ///
    /// @param args which one, and how
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.isEmpty()) {
            IO.println(USAGE);
            return;
        }
        try {
            run(words.getFirst(), isQuick(words));
        } catch (IllegalArgumentException e) {
            fail(e.getMessage() + System.lineSeparator() + USAGE);
        } catch (Exception e) {
            fail(words + " failed: " + e);
        }
    }

    private static boolean isQuick(List<String> words) {
        for (String word : words.subList(1, words.size())) {
            if (!word.equals("--quick")) {
                throw new IllegalArgumentException("Unknown option: " + word);
            }
        }
        return words.size() > 1;
    }

    private static void run(String name, boolean quick)
            throws RunnerException, IOException, InterruptedException {
        switch (name) {
            case "switch" ->
                    new SwitchBench(quick ? Effort.QUICK : Effort.FULL, Comparison.ALL).run();
            case "memory" -> new MemoryBench(quick).run();
            case "idle" -> IdleBench.run();
            default -> throw new IllegalArgumentException("Unknown benchmark: " + name);
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
