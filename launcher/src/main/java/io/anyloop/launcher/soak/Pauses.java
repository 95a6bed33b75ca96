package io.anyloop.launcher.soak;

import java.util.concurrent.locks.LockSupport;

/// Adds up for how long this program stood still or got no processor: for that no hub is to blame.
final class Pauses implements AutoCloseable {
    private static final long STEP = 2_000_000;

    /// What any sleep may come late by on a busy machine. Counted as well, such small ones would excuse everything.
    private static final long USUAL = 20_000_000;

    private volatile boolean isOver;
    private volatile long total;

    Pauses() {
        Thread.ofPlatform().daemon().name("soak-pauses").start(this::run);
    }

    private void run() {
        long before = System.nanoTime();
        while (!isOver) {
            LockSupport.parkNanos(STEP);
            long now = System.nanoTime();
            long late = now - before - STEP;
            if (late > USUAL) {
                total = total + late;
            }
            before = now;
        }
    }

    /// All pauses until now, in nanoseconds.
    long total() {
        return total;
    }

    @Override
    public void close() {
        isOver = true;
    }
}
