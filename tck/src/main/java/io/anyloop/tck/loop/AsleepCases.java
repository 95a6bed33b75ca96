package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.spi.Mode;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Rules 2.9, 3.1, 3.11 and 4.5 once more: what comes while the loop sleeps already, for something else or for longer.
public final class AsleepCases {
    private static final long MILLI = 1_000_000;
    private static final long WAIT = 3 * MILLI;

    /// Until a loop sleeps that nobody needs.
    private static final long ASLEEP = 2 * MILLI;

    /// What it sleeps for: some are over before a loop that goes on sleeping is missed for good.
    private static final long[] LONGER = {20 * MILLI, 3_600_000 * MILLI, Long.MAX_VALUE / 4};

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LEAST_TRIES = 5;

    /// Each of them leaves a wire, which is there until the end.
    private static final int MOST_TRIES = 200;

    private final TestedLoops loops;

    public AsleepCases(TestedLoops loops) {
        this.loops = loops;
    }

    /// What a descriptor becomes, by the other end.
    @FunctionalInterface
    private interface Change {
        void of(Wire wire) throws IOException;
    }

    public void becomesReady() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var reader = bench.watched();
            Lateness.judge(
                    bench.time,
                    bound(),
                    "the report of what became readable while the loop slept",
                    () -> {
                        long late = lateness(bench, reader, Interest.READ, Wire::makeReadable);
                        reader.wire().drain();
                        return late;
                    });
            isSoonOnce(
                    bench,
                    "writable",
                    () -> {
                        var writer = bench.watched();
                        writer.wire().fill();
                        return lateness(bench, writer, Interest.WRITE, Wire::makeWritable);
                    });
            isSoonOnce(
                    bench,
                    "broken",
                    () -> lateness(bench, bench.watched(), Interest.READ, Wire::hangUp));
        }
    }

    private Duration bound() {
        return loops.provider().kind() == Kind.DRIVEN
                ? WakeupCases.NOTICED
                : TimingCases.HOST_SOON_AFTER;
    }

    /// One that is good enough will do, since a machine that is busy with other work is late at most of them.
    private void isSoonOnce(Bench bench, String what, Lateness.Try body) throws Exception {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + bench.time.scaled(PATIENCE).toNanos();
        for (int i = 0; best > bound().toNanos() && goesOn(i, end); i++) {
            best = Math.min(best, body.nanos());
        }
        assertTrue(
                best <= bound().toNanos(),
                "what became %s while the loop slept was reported %d µs late at best"
                        .formatted(what, best / 1_000));
    }

    private static boolean goesOn(int tries, long end) {
        return tries < LEAST_TRIES || (tries < MOST_TRIES && System.nanoTime() - end < 0);
    }

    private static long lateness(Bench bench, Watched watched, Interest interest, Change change)
            throws Exception {
        watched.arm(interest, Mode.ONCE);
        return reportLateness(bench, watched, change);
    }

    /// From the moment at which the other end had done its part.
    private static long reportLateness(Bench bench, Watched watched, Change change)
            throws Exception {
        var at = new long[1];
        watched.inside(() -> at[0] = System.nanoTime());
        int number = watched.count() + 1;
        try (var other = new Waker(() -> change.of(watched.wire()), ASLEEP)) {
            other.ask();
            if (bench instanceof DrivenBench driven) {
                for (int i = 0; i < Bench.SPIN && watched.count() < number; i++) {
                    driven.timedPoll(Long.MAX_VALUE);
                }
            }
            watched.expect(number, "no report of what became ready while the loop slept");
            return at[0] - other.began() - other.took();
        }
    }

    public void edges() throws Exception {
        Bench.declares(loops, Capability.KEEP);
        try (var bench = Bench.withDescriptors(loops)) {
            var kept = bench.watched();
            kept.arm(Interest.READ, Mode.KEEP);
            Lateness.judge(
                    bench.time,
                    bound(),
                    "the report of an edge that came while the loop slept",
                    () -> {
                        long late = reportLateness(bench, kept, Wire::makeReadable);
                        kept.wire().drain();
                        return late;
                    });
        }
    }

    /// A poll for less than the one before, which something cut short.
    public void shorterWait() throws Exception {
        try (var bench = Bench.driven(loops);
                var waker = new Waker(bench.loop()::wakeup, ASLEEP)) {
            boolean isVirtual = loops.provider().capabilities().contains(Capability.VIRTUAL_TIME);
            if (isVirtual) {
                cutShort(bench, waker, Long.MAX_VALUE);
                TimingCases.passes(bench, WAIT);
                return;
            }
            var bound = TimingCases.soonAfter(SystemWait.OF_SELECTORS);
            for (long longer : LONGER) {
                Lateness.judge(
                        bench.time,
                        bound,
                        "the end of a wait of 3 ms, after one of %d ms that a wake-up cut short"
                                .formatted(longer / MILLI),
                        () -> {
                            cutShort(bench, waker, longer);
                            return TimingCases.lateness(bench);
                        });
            }
        }
    }

    private static void cutShort(DrivenBench bench, Waker waker, long nanos) throws IOException {
        waker.ask();
        for (int i = 0; i < Bench.SPIN && !waker.hasBegun(); i++) {
            bench.timedPoll(nanos);
        }
        waker.began();
        bench.poll(0);
    }

    public void earlierTime() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var bound = TimingCases.hostSoonAfter(SystemWait.OF_SELECTORS);
            for (long later : LONGER) {
                boolean[] inTurn = {true};
                Lateness.judge(
                        bench.time,
                        bound,
                        "the turn in 3 ms, asked for while the loop slept for one in %d ms"
                                .formatted(later / MILLI),
                        () -> {
                            bench.onLoop(() -> HostedCases.ask(bench, later));
                            LockSupport.parkNanos(ASLEEP);
                            inTurn[0] = !inTurn[0];
                            return lateness(bench, ask(bench, inTurn[0]));
                        });
            }
            replaced(bench);
        }
    }

    /// In a turn, or in another task of the host.
    private static HostedCases.Asked ask(HostedBench bench, boolean inTurn) throws Exception {
        if (inTurn) {
            return bench.onLoop(() -> HostedCases.ask(bench, WAIT));
        }
        var asked = new HostedCases.Asked[1];
        bench.hostRuns(() -> asked[0] = HostedCases.ask(bench, WAIT));
        return asked[0];
    }

    private static long lateness(HostedBench bench, HostedCases.Asked asked)
            throws InterruptedException {
        HostedCases.comes(bench, asked);
        return bench.guest().lastTurnAt() - asked.at();
    }

    /// By a later one.
    private static void replaced(HostedBench bench) throws Exception {
        long soon = bench.time.quiet().toNanos();
        bench.onLoop(() -> HostedCases.ask(bench, soon));
        LockSupport.parkNanos(ASLEEP);
        int turns =
                bench.onLoop(() -> HostedCases.ask(bench, Duration.ofMinutes(1).toNanos()).turns());
        LockSupport.parkNanos(soon);
        bench.quiet();
        assertEquals(
                turns,
                bench.guest().turns(),
                "turns, after a time that was replaced while the loop slept for it");
    }
}
