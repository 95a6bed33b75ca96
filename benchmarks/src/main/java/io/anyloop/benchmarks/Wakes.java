package io.anyloop.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// Measures, in a JVM of its own, how long it takes until a parked thread of one side runs after another thread has
/// unparked it. Some milliseconds pass between two wakes, so that the loop, or the carrier, is asleep by then. Before that
/// they come in quick succession until all code on the way has been compiled.
final class Wakes {
    private static final int WARM_UP = 30_000;
    private static final int LEAST_PAUSE_MILLIS = 2;
    private static final int SPREAD_MILLIS = 4;

    private final int warmUp;
    private final long[] nanos;
    private volatile Thread sleeper;
    private volatile long sent;
    private volatile int answered;

    private Wakes(int warmUp, int count) {
        this.warmUp = warmUp;
        nanos = new long[warmUp + count];
    }

    /// Prints what [Forked] reads.
    ///
    /// @param args the side, and how many wakes
    /// @throws InterruptedException if somebody interrupts it
    public static void main(String[] args) throws InterruptedException {
        try (Side<?> side = Side.named(args[0])) {
            long[] found = measure(side, WARM_UP, Integer.parseInt(args[1]));
            IO.println("p50=" + percentile(found, 0.5));
            IO.println("p99=" + percentile(found, 0.99));
        }
    }

    /// @return the times in nanoseconds, the shortest first
    static long[] measure(Side<?> side, int warmUp, int count) throws InterruptedException {
        Wakes wakes = new Wakes(warmUp, count);
        Thread waker = Thread.ofPlatform().name("waker").start(wakes::wakeAll);
        side.run(wakes::sleepAndNote);
        waker.join();
        long[] found = Arrays.copyOfRange(wakes.nanos, warmUp, warmUp + count);
        Arrays.sort(found);
        return found;
    }

    /// The value that a share of sorted values does not exceed.
    static long percentile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
    }

    private void sleepAndNote() {
        sleeper = Thread.currentThread();
        for (int i = 0; i < nanos.length; i++) {
            while (sent == 0) {
                LockSupport.park();
            }
            nanos[i] = System.nanoTime() - sent;
            sent = 0;
            answered = i + 1;
        }
    }

    private void wakeAll() {
        SplittableRandom random = new SplittableRandom(42);
        while (sleeper == null) {
            pause(LEAST_PAUSE_MILLIS);
        }
        for (int i = 0; i < nanos.length; i++) {
            if (i >= warmUp) {
                pause(LEAST_PAUSE_MILLIS + random.nextInt(SPREAD_MILLIS));
            }
            while (answered < i) {
                pauseBriefly();
            }
            sent = System.nanoTime();
            LockSupport.unpark(sleeper);
        }
    }

    private static void pauseBriefly() {
        LockSupport.parkNanos(1_000);
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
