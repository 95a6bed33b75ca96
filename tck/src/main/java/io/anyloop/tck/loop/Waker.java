package io.anyloop.tck.loop;

import io.anyloop.spi.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// A thread that does something to a loop a moment after it was asked to, as a rule wakes it, and takes down when, and how long the call took.
final class Waker implements AutoCloseable {
    private static final int SPREAD = 500_000;
    private static final int SHORTEST = 100_000;

    /// What it does.
    @FunctionalInterface
    interface Deed {
        void run() throws IOException;
    }

    private final Deed deed;
    private final long moment;
    private final SplittableRandom random = new SplittableRandom(7);
    private final Thread thread;
    private volatile boolean asked;
    private volatile boolean over;
    private volatile boolean begun;
    private volatile boolean called;
    private volatile long began;
    private volatile long took;

    Waker(Loop loop) {
        this(loop::wakeup, SHORTEST);
    }

    /// @param moment how long it waits at least
    Waker(Deed deed, long moment) {
        this.deed = deed;
        this.moment = moment;
        thread = Thread.ofPlatform().daemon().name("waker").start(this::run);
    }

    private void run() {
        while (!over) {
            if (asked) {
                asked = false;
                LockSupport.parkNanos(moment + random.nextInt(SPREAD));
                wake();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void wake() {
        began = System.nanoTime();
        begun = true;
        try {
            deed.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            took = System.nanoTime() - began;
            called = true;
        }
    }

    void ask() {
        called = false;
        begun = false;
        asked = true;
        LockSupport.unpark(thread);
    }

    /// Whether the call that was asked for has begun: a poll that it ends may be over before the call is.
    boolean hasBegun() {
        return begun;
    }

    Thread thread() {
        return thread;
    }

    /// When the last call began.
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
