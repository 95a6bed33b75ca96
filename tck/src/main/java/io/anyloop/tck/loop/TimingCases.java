package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.tck.fixture.TestedLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Rules 2.9, 4.5 and 5.1 once more: how late a wait ends, and what the clock is worth.
public final class TimingCases {
    /// A thread that has to be woken, and a loop that counts in milliseconds; beyond what the system's own waits are late.
    private static final Duration SOON_AFTER = Duration.ofNanos(700_000);

    /// The same, where a host counts in milliseconds once more.
    static final Duration HOST_SOON_AFTER = Duration.ofNanos(2_500_000);

    private static final long WAIT = 3_000_000;
    private static final long BURN = 5_000_000;
    private static final long COARSEST_STEP = 200_000;
    private static final double PACE = 0.05;

    /// Milliseconds and nanoseconds that do not fit into an int, and what comes round to little where somebody makes them
    /// fit; and seconds, milliseconds and microseconds that do not fit into a long when they are nanoseconds.
    private static final List<Long> BORDERS = borders();

    private final TestedLoops loops;
    private final SystemWait system;

    public TimingCases(TestedLoops loops) {
        this(loops, SystemWait.OF_SELECTORS);
    }

    public TimingCases(TestedLoops loops, SystemWait system) {
        this.loops = loops;
        this.system = system;
    }

    private static List<Long> borders() {
        var all = new ArrayList<Long>();
        for (long unit : new long[] {1, 1_000, 1_000_000, 1_000_000_000}) {
            for (long turn : new long[] {1L << 31, 1L << 32}) {
                // Less than some seconds would end by itself.
                if (unit * turn > 10_000_000_000L) {
                    all.add(unit * (turn - 1));
                    all.add(unit * turn);
                    all.add(unit * turn + 5_000_000);
                }
            }
        }
        all.add(Long.MAX_VALUE / 2);
        all.add(Long.MAX_VALUE - 1);
        return all;
    }

    static List<Long> farTimes() {
        return BORDERS;
    }

    public void punctual() throws Exception {
        Bench.applies(
                !loops.provider().capabilities().contains(Capability.VIRTUAL_TIME),
                "virtual time is exact, by rule 5.2");
        try (var bench = Bench.driven(loops)) {
            var bound = soonAfter(system);
            Lateness.judge(bench.time, bound, "the end of a wait of 3 ms", () -> lateness(bench));
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                for (int i = 0; i < 20; i++) {
                    bench.watched().arm(Interest.READ);
                }
                Lateness.judge(
                        bench.time,
                        bound,
                        "the end of a wait of 3 ms, beside descriptors",
                        () -> lateness(bench));
            }
        }
    }

    static Duration soonAfter(SystemWait system) throws IOException {
        return SOON_AFTER.plus(system.lateness());
    }

    static Duration hostSoonAfter(SystemWait system) throws IOException {
        return HOST_SOON_AFTER.plus(system.lateness());
    }

    static long lateness(DrivenBench bench) throws Exception {
        long begin = System.nanoTime();
        bench.spend(WAIT);
        return System.nanoTime() - begin - WAIT;
    }

    public void farWaits() throws Exception {
        try (var bench = Bench.driven(loops)) {
            boolean isVirtual = loops.provider().capabilities().contains(Capability.VIRTUAL_TIME);
            for (long nanos : BORDERS) {
                if (isVirtual) {
                    if (nanos < Long.MAX_VALUE / 4) {
                        passes(bench, nanos);
                    }
                } else {
                    WaitingCases.lastsUntilWoken(bench, nanos);
                }
            }
        }
    }

    static void passes(DrivenBench bench, long nanos) throws Exception {
        long begin = bench.loop().nanoTime();
        bench.timedPoll(nanos);
        assertEquals(
                nanos,
                bench.loop().nanoTime() - begin,
                "a wait of so many nanoseconds moved the clock by another time");
    }

    public void fine() throws Exception {
        Bench.applies(
                !loops.provider().capabilities().contains(Capability.VIRTUAL_TIME),
                "virtual time moves by waits alone");
        try (var bench = Bench.open(loops)) {
            Lateness.judge(
                    bench.time,
                    Duration.ofNanos(COARSEST_STEP),
                    "the clock, that moves in steps",
                    () -> step(bench));
            keepsPace(bench);
        }
    }

    /// How far the clock moves when it moves.
    private static long step(Bench bench) {
        long before = bench.loop().nanoTime();
        long now = before;
        long end = System.nanoTime() + BURN;
        while (now == before && System.nanoTime() - end < 0) {
            now = bench.loop().nanoTime();
        }
        return now == before ? BURN : now - before;
    }

    /// Each reading of the loop's clock lies between two of the system's.
    private static void keepsPace(Bench bench) {
        long a = System.nanoTime();
        long first = bench.loop().nanoTime();
        long b = System.nanoTime();
        bench.pause();
        long c = System.nanoTime();
        long passed = bench.loop().nanoTime() - first;
        long d = System.nanoTime();
        assertTrue(
                passed >= (c - b) * (1 - PACE) - COARSEST_STEP
                        && passed <= (d - a) * (1 + PACE) + COARSEST_STEP,
                "the clock moved by %d µs while the system's moved by %d µs"
                        .formatted(passed / 1_000, (d - a) / 1_000));
    }

    /// A turn comes soon after its time, also where the host has much to do.
    public void hostPunctual() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            Lateness.judge(
                    bench.time,
                    hostSoonAfter(system),
                    "the turn that wakeAt asked for",
                    () -> turnLateness(bench, WAIT));
            Lateness.judge(
                    bench.time,
                    HOST_SOON_AFTER,
                    "the turn after a wake-up",
                    () -> turnLateness(bench, 0));
        }
    }

    /// @param wait 0 for a wake-up
    private static long turnLateness(HostedBench bench, long wait) throws Exception {
        long due;
        int turns;
        if (wait == 0) {
            LockSupport.parkNanos(100_000);
            turns = bench.guest().turns();
            due = bench.loop().nanoTime();
            bench.loop().wakeup();
        } else {
            var asked = bench.onLoop(() -> HostedCases.ask(bench, wait));
            due = asked.at();
            turns = asked.turns();
        }
        bench.runUntil(() -> bench.guest().turns() > turns, "no turn came at the time asked for");
        bench.endOfTurn();
        return bench.guest().lastTurnAt() - due;
    }
}
