package io.anyloop.integration.cuts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A thread of the platform that sleeps again and again, and notes when it woke late: what the machine holds up, nobody else is
/// to blame for.
final class Jitter {
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NOTED_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final int REMEMBERED = 20_000;

    /// It should have run all this time.
    private record Stall(long from, long to) {}

    private final Deque<Stall> stalls = new ArrayDeque<>();

    static Jitter start() {
        var jitter = new Jitter();
        Thread.ofPlatform().daemon().name("jitter").start(jitter::watch);
        return jitter;
    }

    private void watch() {
        long before = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(NAP_NANOS);
            long now = System.nanoTime();
            if (now - before > NAP_NANOS + NOTED_NANOS) {
                note(new Stall(before + NAP_NANOS, now));
            }
            before = now;
        }
    }

    private synchronized void note(Stall stall) {
        stalls.add(stall);
        if (stalls.size() > REMEMBERED) {
            stalls.remove();
        }
    }

    /// For how much of a time it was held up.
    synchronized long within(long from, long to) {
        long sum = 0;
        for (var all = stalls.descendingIterator(); all.hasNext(); ) {
            Stall stall = all.next();
            if (stall.to - from < 0) {
                break;
            }
            sum += Math.max(0, Math.min(to, stall.to) - Math.max(from, stall.from));
        }
        return sum;
    }

    synchronized long longestNanos() {
        return stalls.stream().mapToLong(stall -> stall.to - stall.from).max().orElse(0);
    }
}
