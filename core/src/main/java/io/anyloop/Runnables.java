package io.anyloop;

/// What can run next on a hub, first in, first out: continuations of virtual threads, and callbacks. A ring that
/// grows. Hub's thread only, so no lock, and no allocation in the steady state.
final class Runnables {
    private Runnable[] ring = new Runnable[256];
    private int head;
    private int size;

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
        ring[(head + size++) & (ring.length - 1)] = task;
    }

    /// The next one, or null.
    Runnable poll() {
        if (size == 0) {
            return null;
        }
        Runnable task = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        return task;
    }

    /// The one that was added last, which must be there.
    Runnable pollLast() {
        int last = (head + --size) & (ring.length - 1);
        Runnable task = ring[last];
        ring[last] = null;
        return task;
    }

    private void grow() {
        Runnable[] larger = new Runnable[ring.length * 2];
        int first = ring.length - head;
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, head);
        ring = larger;
        head = 0;
    }
}
