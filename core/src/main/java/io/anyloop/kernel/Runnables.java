package io.anyloop.kernel;

/// What can run next on a hub, first in, first out: continuations of virtual threads, and callbacks. A ring that
/// grows. Hub's thread only, so no lock, and no allocation in the steady state.
final class Runnables {
    private Runnable[] ring = new Runnable[256];
    private int size;

    /// How many were ever taken.
    private long taken;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Runnable task) {
        if (size == ring.length) {
            grow();
        }
        ring[slot(taken + size++)] = task;
    }

    /// The next one, or null.
    Runnable poll() {
        if (size == 0) {
            return null;
        }
        int slot = slot(taken++);
        Runnable task = ring[slot];
        ring[slot] = null;
        size--;
        return task;
    }

    /// The one that was added last, which must be there.
    Runnable pollLast() {
        int slot = slot(taken + --size);
        Runnable task = ring[slot];
        ring[slot] = null;
        return task;
    }

    private int slot(long number) {
        return (int) number & (ring.length - 1);
    }

    /// How many were ever added. What is here now has been taken when [#taken] has come so far.
    long added() {
        return taken + size;
    }

    long taken() {
        return taken;
    }

    private void grow() {
        Runnable[] smaller = ring;
        ring = new Runnable[smaller.length * 2];
        for (long number = taken; number < taken + size; number++) {
            ring[slot(number)] = smaller[(int) number & (smaller.length - 1)];
        }
    }
}
