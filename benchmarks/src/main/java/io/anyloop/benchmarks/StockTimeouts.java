package io.anyloop.benchmarks;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The JDK's side of the timeout benchmarks: the executor that programs use for limits, from inside a virtual thread.
@State(Scope.Benchmark)
public class StockTimeouts {
    private static final int TIMEOUTS = GreenletTimeouts.TIMEOUTS;
    private static final Runnable NOTHING = () -> {};

    /// How many other tasks are pending.
    @Param({"0", "10000"})
    public int pending;

    /// Whether a cancelled task is taken out at once.
    @Param({"true", "false"})
    public boolean remove;

    private final Side.Stock side = new Side.Stock();
    private ScheduledThreadPoolExecutor executor;

    /// Starts the executor and the others.
    @Setup
    public void open() {
        executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(remove);
        executor.prestartAllCoreThreads();
        for (long millis : PendingOthers.millis(pending)) {
            executor.schedule(NOTHING, millis, TimeUnit.MILLISECONDS);
        }
    }

    /// Takes out what was cancelled, outside the measured time: a minute's worth would fill the heap.
    @TearDown(Level.Invocation)
    public void purge() {
        if (!remove) {
            executor.purge();
        }
    }

    /// Ends the executor.
    @TearDown
    public void close() {
        executor.shutdownNow();
    }

    /// A virtual thread that schedules and cancels tasks.
    @Benchmark
    @OperationsPerInvocation(TIMEOUTS)
    public void scheduleAndCancel() {
        side.run(() -> scheduleAndCancel(TIMEOUTS));
    }

    void scheduleAndCancel(int times) {
        for (int i = 0; i < times; i++) {
            executor.schedule(NOTHING, 1, TimeUnit.MINUTES).cancel(false);
        }
    }
}
