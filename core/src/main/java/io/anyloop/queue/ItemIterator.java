package io.anyloop.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/// Takes the items of a queue or a channel one by one, until it was shut down and there are no more.
final class ItemIterator<T> implements Iterator<T> {
    private final Exchange<T> exchange;
    private T next;

    ItemIterator(Exchange<T> exchange) {
        this.exchange = exchange;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = exchange.getOrEnd();
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(exchange + " was shut down, and has no more items.");
        }
        T item = next;
        next = null;
        return item;
    }
}
