package io.anyloop.queue;

import java.util.Collection;

/// First in, first out: a ring, which grows as needed and is given up when it was large and has become empty.
sealed class Fifo<T> extends Store<T> permits Lifo {
    private static final Object[] NONE = {};
    private static final int SMALLEST = 8;
    private static final int LARGE = 1024;

    /// A power of two long, or empty.
    private Object[] ring = NONE;

    private int head;
    private int size;

    Fifo() {}

    Fifo(Collection<? extends T> items) {
        items.forEach(this::add);
    }

    Fifo(Fifo<T> other) {
        ring = other.ring.clone();
        head = other.head;
        size = other.size;
    }

    @Override
    final int size() {
        return size;
    }

    @Override
    final void add(T item) {
        if (size == ring.length) {
            grow();
        }
        ring[head + size & ring.length - 1] = item;
        size++;
    }

    private void grow() {
        Object[] larger = new Object[Math.max(SMALLEST, 2 * ring.length)];
        int toTheEnd = ring.length - head;
        System.arraycopy(ring, head, larger, 0, toTheEnd);
        System.arraycopy(ring, 0, larger, toTheEnd, head);
        ring = larger;
        head = 0;
    }

    @Override
    T first() {
        return get(0);
    }

    @Override
    T take() {
        T item = get(0);
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        shrink();
        return item;
    }

    final T last() {
        return get(size - 1);
    }

    final T takeLast() {
        T item = last();
        ring[head + size - 1 & ring.length - 1] = null;
        shrink();
        return item;
    }

    /// An item by its place, without a check.
    @SuppressWarnings("unchecked")
    final T get(int index) {
        return (T) ring[head + index & ring.length - 1];
    }

    private void shrink() {
        size--;
        if (size == 0 && ring.length > LARGE) {
            clear();
        }
    }

    @Override
    final void clear() {
        ring = NONE;
        head = 0;
        size = 0;
    }

    @Override
    Fifo<T> copy() {
        return new Fifo<>(this);
    }
}
