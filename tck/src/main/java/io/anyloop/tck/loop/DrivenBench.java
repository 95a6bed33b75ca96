package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.spi.DrivenLoop;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.TestedLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/// A bench whose loop the case itself polls.
public final class DrivenBench extends Bench {
    private static final long SLICE = 1_000_000;

    private final DrivenLoop driven;
    private final Rescuer rescuer;
    private volatile Thread polling;
    private volatile long asked;
    private volatile long began;

    DrivenBench(TestedLoops loops, DrivenLoop driven) {
        super(loops, driven);
        this.driven = driven;
        rescuer = new Rescuer(driven, time.limit());
    }

    @Override
    public DrivenLoop loop() {
        return driven;
    }

    public void poll(long nanos) throws IOException {
        asked = nanos;
        began = System.nanoTime();
        polling = Thread.currentThread();
        try {
            driven.poll(nanos);
        } finally {
            polling = null;
        }
    }

    @Override
    String state() {
        var thread = polling;
        return thread == null
                ? "which nobody polls just now"
                : "polled for %,d ns on thread \"%s\", since %,d ms"
                        .formatted(
                                asked, thread.getName(), (System.nanoTime() - began) / 1_000_000);
    }

    /// Polls, and says how long that really took. A poll that sleeps far too long is woken, so that
    /// a broken loop costs a case and not the whole run.
    Duration timedPoll(long nanos) throws IOException {
        rescuer.guard(Patience.tooLong(time).toNanos());
        long begin = System.nanoTime();
        try {
            poll(nanos);
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            rescuer.done();
        }
    }

    /// Spends a wait on the loop's clock, and counts the polls that it takes.
    public int spend(long nanos) throws IOException {
        long end = driven.nanoTime() + nanos;
        long limit = System.nanoTime() + nanos + Patience.tooLong(time).toNanos();
        int polls = 0;
        for (long left = nanos; left > 0 && polls < SPIN; left = end - driven.nanoTime()) {
            timedPoll(left);
            polls++;
            if (System.nanoTime() - limit > 0) {
                break;
            }
        }
        return polls;
    }

    @Override
    public <T> T onLoop(Callable<T> task) throws Exception {
        return task.call();
    }

    @Override
    public void runUntil(BooleanSupplier done, String otherwise) throws IOException {
        long limit = System.nanoTime() + time.prompt().toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                fail(otherwise);
            }
            poll(SLICE);
        }
    }

    @Override
    public void quiet() throws IOException {
        spend(time.quiet().toNanos());
    }

    @Override
    boolean mayReport() {
        return Thread.currentThread() == polling;
    }

    @Override
    public void close() throws IOException {
        rescuer.close();
        super.close();
    }
}
