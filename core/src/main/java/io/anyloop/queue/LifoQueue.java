package io.anyloop.queue;

import java.util.Collection;
import java.util.List;

/// A queue from which the item that was put in last is taken first.
///
/// ```java
/// var undo = new LifoQueue<String>();
/// undo.put("typed a word");
/// undo.put("deleted a line");
/// return undo.get(); // the line
/// ```
///
/// @param <T> the items
/// @see <a href="https://www.gevent.org/api/gevent.queue.html#gevent.queue.LifoQueue">gevent.queue.LifoQueue</a>
public final class LifoQueue<T> extends JoinableQueue<T> {

    /// A queue without a bound.
    public LifoQueue() {
        this(0);
    }

    /// A queue that is full with a number of items.
    ///
    /// @param bound the number; zero or less for no bound
    public LifoQueue(int bound) {
        this(bound, List.of());
    }

    /// A queue with items in it.
    ///
    /// @param bound how many are the most; zero or less for no bound
    /// @param items the first items, the last of which is taken first
    public LifoQueue(int bound, Collection<? extends T> items) {
        this(new Lifo<>(items), bound);
    }

    private LifoQueue(Store<T> store, int bound) {
        super(store, bound);
    }

    @Override
    public LifoQueue<T> copy() {
        return new LifoQueue<>(copyOfItems(), bound);
    }
}
