package io.anyloop.benchmarks;

import io.anyloop.Hub;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Measures, in a JVM of its own, how late callbacks run that are due at random times: timers of a hub, or tasks of the
/// JDK's scheduled executor with one thread.
final class Lateness {
    /// So long until the first may be due: all must have been started by then.
    private static final long LEAD_NANOS = 1_000_000_000L;

    private final long[] nanos;
    private final long spreadNanos;
    private final CountDownLatch pending;

    private Lateness(int count, long spreadMillis) {
        nanos = new long[count];
        spreadNanos = spreadMillis * 1_000_000;
        pending = new CountDownLatch(count);
    }

    /// Prints what [Forked] reads.
    ///
    /// @param args the side, how many, and in how many milliseconds they are due
    /// @throws InterruptedException if somebody interrupts it
    public static void main(String[] args) throws InterruptedException {
        long[] found = measure(args[0], Integer.parseInt(args[1]), Long.parseLong(args[2]));
        IO.println("p50=" + Wakes.percentile(found, 0.5));
        IO.println("p99=" + Wakes.percentile(found, 0.99));
    }

    /// @return how late in nanoseconds, the least first
    static long[] measure(String side, int count, long spreadMillis) throws InterruptedException {
        Lateness lateness = new Lateness(count, spreadMillis);
        switch (side) {
            case "greenlets" -> lateness.onHub();
            case "stock" -> lateness.onExecutor();
            default -> throw new IllegalArgumentException("No side is named " + side + ".");
        }
        Arrays.sort(lateness.nanos);
        return lateness.nanos;
    }

    private void onHub() throws InterruptedException {
        try (Hub hub = Hub.open()) {
            hub.call(() ->
                    startAll((note, delay) -> hub.timer(note).start(Duration.ofNanos(delay))));
            pending.await();
        }
    }

    private void onExecutor() throws InterruptedException {
        try (ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1)) {
            startAll((note, delay) -> executor.schedule(note, delay, TimeUnit.NANOSECONDS));
            pending.await();
        }
    }

    private interface Starter {
        void start(Runnable note, long delayNanos);
    }

    private void startAll(Starter starter) {
        SplittableRandom random = new SplittableRandom(42);
        long first = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; i < nanos.length; i++) {
            int me = i;
            long due = first + random.nextLong(spreadNanos);
            starter.start(() -> note(me, due), due - System.nanoTime());
        }
    }

    private void note(int me, long due) {
        nanos[me] = System.nanoTime() - due;
        pending.countDown();
    }
}
