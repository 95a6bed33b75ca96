package io.anyloop.tck;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Watch;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.loop.Bench;
import io.anyloop.tck.loop.DrivenBench;
import io.anyloop.tck.loop.HostedBench;
import io.anyloop.tck.setup.Wire;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/// What a loop costs, beside what it promises. A figure by itself says little, since machines differ: measure another loop in
/// between, and compare.
public enum LoopCost {
    /// How many nanoseconds after a wake-up on another thread the poll has ended, or the turn has begun, where the loop's thread slept.
    WAKE_UP("a wake-up is noticed after"),
    /// How many nanoseconds too late a wait of 1 to 2 ms ends, or the turn that was asked for begins.
    LATENESS("a wait ends late by"),
    /// How many nanoseconds a poll takes that finds nothing, or a turn with nothing to do.
    TURN("a turn with nothing to do takes"),
    /// How many nanoseconds it takes to arm a watch whose descriptor is ready, and to have the report, with the turn that takes it.
    REPORT("arming, a turn and the report take"),
    /// How many bytes of heap an armed watch takes.
    WATCH("heap of an armed watch");

    private static final int WATCHES = 200;
    private static final int COLLECTIONS = 3;
    private static final long A_MOMENT = 10_000_000;

    private final String words;

    LoopCost(String words) {
        this.words = words;
    }

    /// What is measured, in words that a figure follows.
    ///
    /// @return the words
    public String words() {
        return words;
    }

    /// Measures it once, on a loop that is opened for it, in a part of a second.
    ///
    /// @param contract where the loop comes from; it must be available
    /// @return the median; empty where it does not apply to the loop: one without descriptors, or with virtual time
    /// @throws Exception if the loop fails
    public OptionalDouble measure(LoopContract contract) throws Exception {
        if (!applies(contract)) {
            return OptionalDouble.empty();
        }
        try (var bench = Bench.open(new TestedLoops(contract))) {
            var costs =
                    bench instanceof DrivenBench driven
                            ? new DrivenCosts(driven)
                            : new HostedCosts((HostedBench) bench);
            return OptionalDouble.of(
                    switch (this) {
                        case WAKE_UP -> costs.wakeUp();
                        case LATENESS -> costs.lateness();
                        case TURN -> costs.turn();
                        case REPORT -> costs.report();
                        case WATCH -> heapOfWatch(bench);
                    });
        }
    }

    private boolean applies(LoopContract contract) {
        var capabilities = contract.provider().capabilities();
        return switch (this) {
            case WAKE_UP, TURN -> true;
            case LATENESS -> !capabilities.contains(Capability.VIRTUAL_TIME);
            case REPORT, WATCH -> capabilities.contains(Capability.DESCRIPTORS);
        };
    }

    private static double heapOfWatch(Bench bench) throws Exception {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < WATCHES; i++) {
            wires.add(bench.wire());
        }
        long before = heap();
        var watches = bench.onLoop(() -> watch(bench.loop(), wires));
        bench.quiet();
        double bytes = (double) (heap() - before) / WATCHES;
        Reference.reachabilityFence(watches);
        return Math.max(1, bytes);
    }

    private static List<Watch> watch(Loop loop, List<Wire> wires) throws Exception {
        List<Watch> watches = new ArrayList<>();
        for (var wire : wires) {
            var watch = loop.watch(wire.descriptor(), 0, what -> {});
            watch.arm(Interest.READ, Mode.ONCE);
            watches.add(watch);
        }
        return watches;
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            LockSupport.parkNanos(A_MOMENT);
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    static double median(long[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }

    /// What the two kinds of loops are measured by, each in its own way.
    interface Costs {
        int TIMES = 100;
        long ASLEEP = 300_000;
        long LENGTH = 50_000_000;

        double wakeUp() throws Exception;

        double lateness() throws Exception;

        double turn() throws Exception;

        double report() throws Exception;

        /// From 1 to 2 ms, so that who rounds to milliseconds pays for it on the average.
        static long wait(int number) {
            return 1_000_000 + number % 10 * 100_000;
        }
    }
}
