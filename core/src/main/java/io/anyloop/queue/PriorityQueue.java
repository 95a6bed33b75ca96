package io.anyloop.queue;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// A queue from which the smallest item is taken first, and among equals the one that was put in first.
///
/// ```java
/// var words = new PriorityQueue<String>(10, Comparator.comparing(String::length));
/// words.put("greenlet");
/// words.put("hub");
/// return words.get(); // hub
/// ```
///
/// Items are compared by the one who takes, outside of all locks: a comparator may wait, throw, or use this very queue.
/// What it throws comes out of the call that needed the comparison, and changes nothing. An item that cannot even be
/// compared with itself is refused when it is put in.
///
/// @param <T> the items
/// @see <a href="https://www.gevent.org/api/gevent.queue.html#gevent.queue.PriorityQueue">gevent.queue.PriorityQueue</a>
public final class PriorityQueue<T> extends JoinableQueue<T> {

    /// A queue without a bound, in the natural order of its items.
    public PriorityQueue() {
        this(0);
    }

    /// A queue that is full with a number of items, in their natural order.
    ///
    /// @param bound the number; zero or less for no bound
    public PriorityQueue(int bound) {
        this(bound, PriorityQueue.<T>naturalOrder());
    }

    /// A queue in a given order.
    ///
    /// @param bound how many are the most; zero or less for no bound
    /// @param order which item is first: the smallest
    public PriorityQueue(int bound, Comparator<? super T> order) {
        this(bound, order, List.of());
    }

    /// A queue with items in it, in a given order.
    ///
    /// @param bound how many are the most; zero or less for no bound
    /// @param order which item is first: the smallest
    /// @param items the first items, in any order
    public PriorityQueue(int bound, Comparator<? super T> order, Collection<? extends T> items) {
        this(new Sorted<>(Objects.requireNonNull(order), items), bound);
    }

    private PriorityQueue(Store<T> store, int bound) {
        super(store, bound);
    }

    @SuppressWarnings(
            "unchecked") // A ClassCastException when an item is put in that has no natural order.
    private static <T> Comparator<T> naturalOrder() {
        return (Comparator<T>) Comparator.<Comparable<Object>>naturalOrder();
    }

    @Override
    public PriorityQueue<T> copy() {
        return new PriorityQueue<>(copyOfItems(), bound);
    }
}
