package io.anyloop.loop.select;

import io.anyloop.spi.Guest;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A guest that runs what a test gives it, and remembers what it heard.
final class RecordingGuest implements Guest {
    final AtomicInteger turns = new AtomicInteger();
    final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    private final Runnable eachTurn;
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();

    RecordingGuest() {
        this(() -> {});
    }

    /// Runs the job in each turn.
    RecordingGuest(Runnable eachTurn) {
        this.eachTurn = eachTurn;
    }

    /// Runs in the next turn.
    void next(Runnable job) {
        jobs.add(job);
    }

    String end() throws InterruptedException {
        var cause = ends.poll(10, TimeUnit.SECONDS);
        return cause == null ? "heard nothing" : cause.getMessage();
    }

    @Override
    public void turn() {
        turns.incrementAndGet();
        eachTurn.run();
        for (var job = jobs.poll(); job != null; job = jobs.poll()) {
            job.run();
        }
    }

    @Override
    public void hostClosed(Throwable cause) {
        ends.add(cause);
    }
}
