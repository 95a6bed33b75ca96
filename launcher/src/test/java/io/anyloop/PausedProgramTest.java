package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Nobody is blamed for a time in which nothing of the whole program ran.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be stopped from a shell there")
class PausedProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();

    /// Far less than the limit; nearly always the program is stopped in the middle of one.
    private static final long STEP = Duration.ofMillis(100).toNanos();

    /// After the pause the watchdog has so long to look at the step in the middle of which it was.
    private static final long LOOKED_AT = Duration.ofMillis(300).toNanos();

    private final Queue<StuckReport> reports = new ConcurrentLinkedQueue<>();

    @Test
    void a_pause_is_not_blamed_on_who_ran() throws Exception {
        try (Hub hub =
                Hub.builder().loop("select").stuckLimit(LIMIT).stuckHandler(reports::add).open()) {
            Process stops = hub.call(() -> pauseThis());
            assertEquals(0, stops.waitFor());
            hub.call(() -> stayStuck());
            assertEquals(1, reports.size(), () -> "" + reports);
            assertTrue(reports.peek().time().toNanos() < PAUSE, () -> "" + reports);
        }
    }

    /// Until that is reported: reports come in order, so a false one has come before.
    private void stayStuck() {
        while (reports.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /// Runs until this process has been stopped for a while.
    private static Process pauseThis() throws Exception {
        Process stops =
                new ProcessBuilder(
                                List.of(
                                        "sh",
                                        "-c",
                                        "read go; kill -STOP $0; sleep 3; kill -CONT $0",
                                        "" + ProcessHandle.current().pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long begin = System.nanoTime();
        try (var go = stops.getOutputStream()) {
            go.write('\n');
        }
        long last = begin;
        long step = begin;
        while (true) {
            long now = System.nanoTime();
            if (now - last >= PAUSE * 9 / 10) {
                burn(LOOKED_AT);
                return stops;
            }
            assertFalse(now - begin > 20 * PAUSE, "the process was not stopped");
            last = now;
            if (now - step > STEP) {
                Greenlet.yield();
                step = System.nanoTime();
            }
        }
    }

    private static void burn(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }
}
