package io.anyloop.integration.cuts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// For how long a thread that could run stood in line for a processor, as Linux counts it. [Jitter] does not see that: who sleeps
/// most of the time gets a processor at once where one who works has to share it.
final class Queueing {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int REMEMBERED = 20_000;

    /// So much it had stood in line in all, by then.
    private record Sample(long at, long sum) {}

    private final Path counts;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private Queueing(Path counts) {
        this.counts = counts;
    }

    /// Of the platform thread of the caller.
    static Queueing ofThisThread() throws IOException {
        var queueing =
                new Queueing(
                        Path.of("/proc")
                                .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                                .resolve("schedstat"));
        queueing.sum(); // fails here, rather than on a thread that nobody hears
        Thread.ofPlatform().daemon().name("queueing").start(queueing::watch);
        return queueing;
    }

    private void watch() {
        try {
            while (true) {
                note(new Sample(System.nanoTime(), sum()));
                LockSupport.parkNanos(NAP_NANOS);
            }
        } catch (IOException e) {
            // The thread has ended.
        }
    }

    /// Time on a processor, time in line, and how often it got one.
    private long sum() throws IOException {
        return Long.parseLong(Files.readString(counts).split(" ")[1]);
    }

    private synchronized void note(Sample sample) {
        samples.add(sample);
        if (samples.size() > REMEMBERED) {
            samples.remove();
        }
    }

    /// How much of a time, at least: between the first sample in it and the last.
    synchronized long within(long from, long to) {
        Sample first = null;
        Sample last = null;
        for (var all = samples.descendingIterator(); all.hasNext(); ) {
            Sample sample = all.next();
            if (sample.at - from < 0) {
                break;
            }
            if (sample.at - to <= 0) {
                last = last == null ? sample : last;
                first = sample;
            }
        }
        return first == null ? 0 : last.sum - first.sum;
    }
}
