package io.anyloop.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Our side of the switching benchmarks. Public, as all here, because JMH's generated code demands it.
@State(Scope.Benchmark)
public class GreenletSwitches {
    // So many that entering the hub from JMH's thread does not count.
    static final int SWITCHES = 100_000;
    static final int BATCHES = 20;
    static final int BATCH = 1_000;

    private final Side.Greenlets side = new Side.Greenlets();

    /// Closes the hub.
    @TearDown
    public void close() {
        side.close();
    }

    /// One greenlet that calls Thread.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void threadYieldAlone() {
        side.run(() -> Bodies.yieldThread(SWITCHES));
    }

    /// One greenlet that calls Greenlet.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void greenletYieldAlone() {
        side.run(() -> Bodies.yieldGreenlet(SWITCHES));
    }

    /// Two greenlets that call Thread.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void threadYieldOfTwo() {
        side.run(() -> Bodies.two(side, () -> Bodies.yieldThread(SWITCHES / 2)));
    }

    /// Two greenlets that call Greenlet.yield.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void greenletYieldOfTwo() {
        side.run(() -> Bodies.two(side, () -> Bodies.yieldGreenlet(SWITCHES / 2)));
    }

    /// Two greenlets that park, and unpark each other.
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void handOff() {
        side.run(() -> Bodies.handOff(side, SWITCHES));
    }

    /// Greenlets that end at once.
    @Benchmark
    @OperationsPerInvocation(BATCHES * BATCH)
    public void spawn() {
        side.run(() -> Bodies.spawn(side, BATCHES, BATCH));
    }
}
