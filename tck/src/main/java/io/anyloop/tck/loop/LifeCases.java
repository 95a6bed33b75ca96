package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Watch;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Rules 5 and 6: the clock, and what close leaves.
public final class LifeCases {
    private static final int READERS = 2;
    private static final int SOME_READS = 20;
    private static final int MANY_READS = 5_000;

    private final TestedLoops loops;

    public LifeCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void monotonic() throws Exception {
        try (var bench = Bench.open(loops)) {
            var latest = new AtomicLong(bench.loop().nanoTime());
            var backwards = new AtomicLong();
            var readers = new ArrayList<Thread>();
            for (int i = 0; i < READERS; i++) {
                Runnable reader = () -> compare(bench, latest, backwards, MANY_READS);
                readers.add(Thread.ofPlatform().daemon().start(reader));
            }
            do {
                step(bench);
                compare(bench, latest, backwards, SOME_READS);
            } while (readers.stream().anyMatch(Thread::isAlive));
            assertEquals(0, backwards.get(), "the clock went backwards, by so many nanoseconds");
        }
    }

    private static void step(Bench bench) throws Exception {
        if (bench instanceof DrivenBench driven) {
            driven.poll(100_000);
        } else {
            bench.onLoop(() -> null);
        }
    }

    /// What was read before, by any thread, is not later than what is read now.
    private static void compare(Bench bench, AtomicLong latest, AtomicLong backwards, int reads) {
        for (int i = 0; i < reads; i++) {
            long before = latest.get();
            long now = bench.loop().nanoTime();
            backwards.accumulateAndGet(before - now, Math::max);
            latest.accumulateAndGet(now, Math::max);
        }
    }

    public void virtualTime() throws Exception {
        Bench.declares(loops, Capability.VIRTUAL_TIME);
        try (var bench = Bench.driven(loops)) {
            for (var wait : new Duration[] {Duration.ofNanos(1), Duration.ofDays(1)}) {
                moves(bench, wait.toNanos(), wait.toNanos(), "a wait with nothing to report");
            }
            moves(bench, 0, 0, "a wait of 0");
            moves(bench, -1, 0, "a wait of -1");
            bench.loop().wakeup();
            moves(bench, Duration.ofDays(1).toNanos(), 0, "a wait that a wake-up ended");
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                withReadyDescriptor(bench);
            }
        }
    }

    private static void withReadyDescriptor(DrivenBench bench) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ);
        watched.wire().makeReadable();
        moves(bench, Duration.ofDays(1).toNanos(), 0, "a wait that a report ended");
    }

    private static void moves(DrivenBench bench, long wait, long expected, String what)
            throws IOException {
        long before = bench.loop().nanoTime();
        var took = bench.timedPoll(wait);
        assertEquals(expected, bench.loop().nanoTime() - before, what + " moved the clock wrongly");
        assertTrue(took.compareTo(bench.time.prompt()) < 0, what + " took real time: " + took);
    }

    public void closedTwice() throws Exception {
        try (var bench = Bench.open(loops)) {
            var wire = armedWire(bench);
            bench.closeLoop();
            assertDoesNotThrow(bench::closeLoop, "a second close failed");
            if (wire != null) {
                assertDoesNotThrow(wire::makeReadable, "close closed a descriptor it was given");
                assertTrue(
                        assertDoesNotThrow(wire::drain, "close closed a descriptor it was given")
                                > 0,
                        "close broke a descriptor it was given");
            }
            if (bench instanceof HostedBench hosted) {
                assertDoesNotThrow(() -> hosted.hostRuns(() -> {}), "close ended the host");
            }
        }
    }

    /// An armed wire, or null where the loop watches none.
    private Wire armedWire(Bench bench) throws Exception {
        if (!loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
            return null;
        }
        var watched = bench.watched();
        watched.arm(Interest.READ);
        return watched.wire();
    }

    public void afterClose() throws Exception {
        try (var bench = Bench.open(loops)) {
            boolean watches = loops.provider().capabilities().contains(Capability.DESCRIPTORS);
            var watched = watches ? bench.watched() : null;
            bench.closeLoop();
            if (bench instanceof DrivenBench driven) {
                refused("poll", () -> driven.poll(0));
            }
            if (watched != null) {
                int number = watched.wire().descriptor();
                refused("watch", () -> bench.loop().watch(number, 1, what -> {}));
                cancelled(bench, watched.watch());
            }
            assertDoesNotThrow(bench.loop()::wakeup, "a wake-up after close failed");
        }
    }

    /// Who waited until the end has still to leave.
    private static void cancelled(Bench bench, Watch watch) throws Exception {
        if (bench instanceof HostedBench hosted) {
            var failure = new AtomicReference<Throwable>();
            hosted.hostRuns(() -> {
                try {
                    watch.cancel();
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            assertNull(failure.get(), "cancel after close failed");
        } else {
            assertDoesNotThrow(watch::cancel, "cancel after close failed");
        }
    }

    private static void refused(String call, Judge.Case body) {
        assertThrows(
                IllegalStateException.class,
                body::run,
                call + " after close threw no IllegalStateException");
    }
}
