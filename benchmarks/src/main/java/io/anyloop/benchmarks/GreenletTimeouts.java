package io.anyloop.benchmarks;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.sync.Event;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Our side of the timeout benchmarks.
@State(Scope.Benchmark)
public class GreenletTimeouts {
    static final int TIMEOUTS = 100_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /// How many other timeouts are pending.
    @Param({"0", "10000"})
    public int pending;

    private Side.Greenlets side;

    /// Opens the hub and starts the others.
    @Setup
    public void open() {
        side = new Side.Greenlets();
        side.run(() -> {
            Greenlet.spawn(this::startOthers);
            Greenlet.yield();
        });
    }

    private void startOthers() {
        for (long millis : PendingOthers.millis(pending)) {
            Timeout.after(Duration.ofMillis(millis));
        }
        new Event().await(); // they end with it
    }

    /// Closes the hub, and with it the others.
    @TearDown
    public void close() {
        side.close();
    }

    /// A greenlet that starts and cancels timeouts.
    @Benchmark
    @OperationsPerInvocation(TIMEOUTS)
    public void startAndCancel() {
        side.run(() -> startAndCancel(TIMEOUTS));
    }

    static void startAndCancel(int times) {
        for (int i = 0; i < times; i++) {
            Timeout.of(LIMIT).start().cancel();
        }
    }
}
