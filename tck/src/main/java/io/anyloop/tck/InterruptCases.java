package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;

/// Rule 2.10: an interrupt of the owner's thread.
final class InterruptCases {
    private static final long SHORT = 2_000_000;

    private final LoopContract contract;

    InterruptCases(LoopContract contract) {
        this.contract = contract;
    }

    void interrupted() throws Exception {
        try (var bench = Bench.driven(contract)) {
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
        boolean isUp;
        try {
            assertDoesNotThrow(
                    () -> bench.timedPoll(nanos), "a poll threw since its thread was interrupted");
        } finally {
            isUp = Thread.interrupted();
        }
        assertTrue(isUp, "a poll took the interrupt of its thread away; put it back");
    }

    private static void duringThePoll(DrivenBench bench) throws InterruptedException {
        var owner = Thread.currentThread();
        var disturber =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            bench.pause();
                            owner.interrupt();
                            bench.loop().wakeup();
                        });
        polls(bench, Long.MAX_VALUE);
        disturber.join();
    }

    private void goesOn(DrivenBench bench) throws Exception {
        bench.poll(0);
        int polls = bench.spend(bench.time.quiet().toNanos());
        assertTrue(polls <= Bench.FEW, "after an interrupt a wait took %d polls".formatted(polls));
        if (contract.provider().capabilities().contains(Capability.DESCRIPTORS)) {
            var watched = bench.watched();
            watched.arm(Interest.READ);
            watched.wire().makeReadable();
            watched.expect(1, "no report after an interrupt");
        }
    }
}
