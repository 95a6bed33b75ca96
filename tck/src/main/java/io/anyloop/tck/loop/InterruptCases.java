package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.tck.fixture.TestedLoops;
import java.util.concurrent.atomic.AtomicBoolean;

/// Rule 2.10: an interrupt of the owner's thread.
public final class InterruptCases {
    private static final long SHORT = 2_000_000;
    private static final int CONTROLS = 3;

    private final TestedLoops loops;

    public InterruptCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void interrupted() throws Exception {
        try (var bench = Bench.driven(loops)) {
            for (long nanos : new long[] {0, SHORT}) {
                beforeThePoll(bench, nanos);
            }
            bench.loop().wakeup();
            beforeThePoll(bench, Long.MAX_VALUE);
            duringThePoll(bench);
            goesOn(bench);
        }
    }

    private static void beforeThePoll(DrivenBench bench, long nanos) {
        Thread.currentThread().interrupt();
        polls(bench, nanos);
    }

    private static void polls(DrivenBench bench, long nanos) {
        try {
            poll(bench, nanos);
        } finally {
            assertIsUp(Thread.interrupted());
        }
    }

    private static void poll(DrivenBench bench, long nanos) {
        assertDoesNotThrow(
                () -> bench.timedPoll(nanos), "a poll threw since its thread was interrupted");
    }

    private static void assertIsUp(boolean isUp) {
        assertTrue(isUp, "a poll took the interrupt of its thread away; put it back");
    }

    private static void duringThePoll(DrivenBench bench) throws InterruptedException {
        var owner = Thread.currentThread();
        var sent = new AtomicBoolean();
        var disturber =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            bench.pause();
                            owner.interrupt();
                            sent.set(true);
                            bench.loop().wakeup();
                        });
        // A poll may end before, of a loop that spins: that takes nothing away.
        while (!sent.get()) {
            poll(bench, Long.MAX_VALUE);
        }
        boolean isUp = Thread.interrupted();
        disturber.join();
        assertIsUp(isUp);
    }

    private void goesOn(DrivenBench bench) throws Exception {
        bench.poll(0);
        int polls = bench.spend(bench.time.quiet().toNanos());
        assertTrue(
                polls <= Bench.FEW || spinsAnyway(),
                "after an interrupt a wait took %d polls, and few without".formatted(polls));
        if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
            var watched = bench.watched();
            watched.arm(Interest.READ);
            watched.wire().makeReadable();
            watched.expect(1, "no report after an interrupt");
        }
    }

    /// Whether a loop that nobody interrupted takes more than a few polls for a wait, which is the business of rule 2.4. A pause of the
    /// machine can hide that, but hardly three times.
    private boolean spinsAnyway() throws Exception {
        for (int i = 0; i < CONTROLS; i++) {
            try (var other = Bench.driven(loops)) {
                if (other.spend(other.time.quiet().toNanos()) > Bench.FEW) {
                    return true;
                }
            }
        }
        return false;
    }
}
