package io.anyloop.queue;

import java.util.Collection;

/// Last in, first out.
final class Lifo<T> extends Fifo<T> {
    Lifo(Collection<? extends T> items) {
        super(items);
    }

    private Lifo(Lifo<T> other) {
        super(other);
    }

    @Override
    T first() {
        return last();
    }

    @Override
    T take() {
        return takeLast();
    }

    @Override
    Lifo<T> copy() {
        return new Lifo<>(this);
    }
}
