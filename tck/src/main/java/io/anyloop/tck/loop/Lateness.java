package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.tck.setup.TckEnvironment;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/// Judges how late something is, from many tries on a machine that is busy with other work.
///
/// One try says nothing there, so the best of many counts. But a fault may show at each third try only: so the best counts
/// at each place of each short period. As soon as all are good enough the answer is yes; a loop that keeps its time needs few tries.
final class Lateness {
    private static final int LONGEST_PERIOD = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LEAST = 20;
    private static final int LEAST_OF_HOPELESS = 5;

    /// Tries once.
    @FunctionalInterface
    interface Try {
        /// How late it was, in nanoseconds.
        long nanos() throws Exception;
    }

    private final long bound;
    private final long[][] best = new long[LONGEST_PERIOD + 1][];
    private int tries;

    private Lateness(long bound) {
        this.bound = bound;
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            best[period] = new long[period];
            Arrays.fill(best[period], Long.MAX_VALUE);
        }
    }

    /// @param bound what is good enough; is not scaled, since the best of many does not depend on load
    /// @param what what is late, for the message
    static void judge(TckEnvironment time, Duration bound, String what, Try body) throws Exception {
        judge(time, bound, () -> what, "late", body);
    }

    /// @param what what is judged, as it is known at the end
    /// @param how what it is too much, after a number of microseconds
    static void judge(
            TckEnvironment time, Duration bound, Supplier<String> what, String how, Try body)
            throws Exception {
        var lateness = new Lateness(bound.toNanos());
        long end = System.nanoTime() + time.scaled(PATIENCE).toNanos();
        do {
            lateness.add(body.nanos());
            if (lateness.worst() <= lateness.bound) {
                return;
            }
        } while (lateness.mayHope() || System.nanoTime() - end < 0);
        fail(
                "%s: %d µs %s at best, %s, in %d tries; %d µs are allowed"
                        .formatted(
                                what.get(),
                                lateness.worst() / 1_000,
                                how,
                                lateness.where(),
                                lateness.tries,
                                lateness.bound / 1_000));
    }

    /// Whether there were too few tries to say no, where each takes long. Few are enough where not one was in time.
    private boolean mayHope() {
        return tries < (best[1][0] > bound ? LEAST_OF_HOPELESS : LEAST);
    }

    private void add(long nanos) {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int place = tries % period;
            best[period][place] = Math.min(best[period][place], nanos);
        }
        tries++;
    }

    private long worst() {
        long worst = Long.MIN_VALUE;
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            for (long nanos : best[period]) {
                worst = Math.max(worst, nanos);
            }
        }
        return worst;
    }

    /// The shortest period at which it shows.
    private String where() {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            for (long nanos : best[period]) {
                if (nanos > bound) {
                    return period == 1 ? "always" : "at one time in " + period;
                }
            }
        }
        throw new IllegalStateException("nothing is late");
    }
}
