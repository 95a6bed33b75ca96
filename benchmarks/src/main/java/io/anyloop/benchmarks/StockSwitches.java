package io.anyloop.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The JDK's side of the switching benchmarks.
@State(Scope.Benchmark)
public class StockSwitches {
    private static final int SWITCHES = GreenletSwitches.SWITCHES;
    private static final int BATCHES = GreenletSwitches.BATCHES;
    private static final int BATCH = GreenletSwitches.BATCH;

    private final Side.Stock side = new Side.Stock();

    /// One virtual thread that calls Thread.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void threadYieldAlone() {
        side.run(() -> Bodies.yieldThread(SWITCHES));
    }

    /// Two virtual threads that call Thread.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void threadYieldOfTwo() {
        side.run(() -> Bodies.two(side, () -> Bodies.yieldThread(SWITCHES / 2)));
    }

    /// Two virtual threads that park, and unpark each other.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void handOff() {
        side.run(() -> Bodies.handOff(side, SWITCHES));
    }

    /// Virtual threads that end at once.
    @Benchmark
    @OperationsPerInvocation(BATCHES * BATCH)
    public void spawn() {
        side.run(() -> Bodies.spawn(side, BATCHES, BATCH));
    }
}
