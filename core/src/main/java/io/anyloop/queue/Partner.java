package io.anyloop.queue;

import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;

/// Somebody who waits at a queue or a channel: for an item, or with one for room or a taker. Under the guard of what it
/// waits at; whoever waits looks at it under the guard too, since its wait is over a moment before the exchange is.
final class Partner<T> extends Place.Waiting {
    /// What it brings, or was given.
    T item;

    /// Whether the exchange took place. If it was woken without, the queue has been shut down.
    boolean isDone;

    Partner(Waiter waiter, T item) {
        super(waiter);
        this.item = item;
    }
}
