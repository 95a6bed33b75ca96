package io.anyloop.tck;

import io.anyloop.spi.Loop;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// A thread that wakes a loop a moment after it was asked to, and takes down when, and how long the call took.
final class Waker implements AutoCloseable {
    private static final int SHORTEST = 100_000;
    private static final int LONGEST = 600_000;

    private final Loop loop;
    private final SplittableRandom random = new SplittableRandom(7);
    private final Thread thread;
    private volatile boolean asked;
    private volatile boolean over;
    private volatile boolean called;
    private volatile long began;
    private volatile long took;

    Waker(Loop loop) {
        this.loop = loop;
        thread = Thread.ofPlatform().daemon().name("waker").start(this::run);
    }

    private void run() {
        while (!over) {
            if (asked) {
                asked = false;
                LockSupport.parkNanos(random.nextInt(SHORTEST, LONGEST));
                wake();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void wake() {
        began = System.nanoTime();
        loop.wakeup();
        took = System.nanoTime() - began;
        called = true;
    }

    void ask() {
        called = false;
        asked = true;
        LockSupport.unpark(thread);
    }

    /// When the last wake-up was called.
    long began() {
        awaitCall();
        return began;
    }

    /// How long that call took.
    long took() {
        awaitCall();
        return took;
    }

    private void awaitCall() {
        while (!called) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
