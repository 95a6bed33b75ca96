package io.anyloop.tck.loop;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;

/// A short wait of the system's own. Where its clock ticks, on some Windows each 16 ms, no loop can be more exact, and it is
/// not to be blamed for that.
@FunctionalInterface
interface SystemWait {
    long WAIT = 3;

    /// So many are no accident.
    int ENOUGH = 5;

    /// Waits for some milliseconds.
    void sleep(long millis) throws IOException;

    /// By what the JDK waits with for descriptors; loops use the same calls.
    SystemWait OF_SELECTORS =
            millis -> {
                try (var selector = Selector.open()) {
                    selector.select(millis);
                }
            };

    /// How late the end of such a wait is where nothing else is to be done; zero where some are late by less than a millisecond, for then
    /// nothing ticks. Each begins where another has ended, which is at a tick, as it is with a loop.
    default Duration lateness() throws IOException {
        int tries = 20;
        var late = new long[tries];
        int fine = 0;
        sleep(WAIT);
        for (int i = 0; i < tries; i++) {
            long begin = System.nanoTime();
            sleep(WAIT);
            late[i] = System.nanoTime() - begin - WAIT * 1_000_000;
            fine += late[i] < 1_000_000 ? 1 : 0;
            if (fine == ENOUGH) {
                return Duration.ZERO;
            }
        }
        Arrays.sort(late);
        return Duration.ofNanos(late[tries / 2]);
    }
}
