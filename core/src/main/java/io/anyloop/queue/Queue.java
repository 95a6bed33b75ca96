package io.anyloop.queue;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/// First in, first out, between greenlets of one hub, of several, and plain threads. With a bound, a put waits while the
/// queue is full.
///
/// ```java
/// var pages = new Queue<String>(100);
/// Greenlet.spawn(() -> {
///     for (String url : urls) {
///         pages.put(fetch(url)); // waits while the queue is full
///     }
///     pages.shutdown();
/// });
/// for (String page : pages) { // ends after the last one
///     seen.add(page);
/// }
/// ```
///
/// Those who wait are served in the order in which they came, each with one item; the item is handed over by the one who
/// brings it, or who takes another out, and no other call can come in between. One who is killed or runs out of time takes
/// no item with him, and an item whose put was cut off is not in. What a thread did before it put an item is seen by the
/// one who takes it.
///
/// Holds no `null`. There is no stop mark to put in: [#shutdown] ends a loop over the queue, for all who read from it. A
/// queue that nobody uses any more need not be shut down.
///
/// A call's own time-out is an [EmptyException] or a [FullException], never a [io.anyloop.Timeout].
///
/// @param <T> the items
/// @see <a href="https://www.gevent.org/api/gevent.queue.html">gevent.queue</a>
public sealed class Queue<T> extends Exchange<T> permits JoinableQueue {

    /// A queue without a bound.
    public Queue() {
        this(0);
    }

    /// A queue that is full with a number of items.
    ///
    /// @param bound the number; zero or less for no bound
    public Queue(int bound) {
        this(bound, List.of());
    }

    /// A queue with items in it.
    ///
    /// @param bound how many are the most; zero or less for no bound
    /// @param items the first items, at most as many
    public Queue(int bound, Collection<? extends T> items) {
        this(new Fifo<>(items), bound);
    }

    Queue(Store<T> store, int bound) {
        super(store, bound <= 0 ? Integer.MAX_VALUE : bound);
        if (store.size() > this.bound) {
            throw new IllegalArgumentException(
                    "%d items are too many to begin with for a bound of %d. Put the others in afterwards."
                            .formatted(store.size(), bound));
        }
    }

    // ---------------------------------------------------------------- looking

    /// The next item, left where it is. Waits while there is none; an item that is put then ends the wait of all who look,
    /// even if it goes straight to one who takes it.
    ///
    /// @return the item
    /// @throws ShutDownException if there is none and none will come, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public T peek() {
        T item = find(peekers, null);
        return item != null ? item : awaitItem("peek", peekers, Times.FOREVER);
    }

    /// The next item, left where it is, waiting at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return the item
    /// @throws EmptyException if the time was up first
    /// @throws ShutDownException if there is none and none will come, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public T peek(Duration limit) {
        return within(limit, "peek", peekers);
    }

    /// The next item, left where it is, without waiting and without giving way.
    ///
    /// @return the item
    /// @throws EmptyException if there is none
    /// @throws ShutDownException if there is none and none will come
    public T peekNow() {
        return now(peekers);
    }

    // ---------------------------------------------------------------- what it is

    /// How many items there are.
    ///
    /// @return the number
    public int size() {
        enter();
        try {
            return store.size();
        } finally {
            exit();
        }
    }

    /// Whether there is no item.
    ///
    /// @return true if so
    public boolean isEmpty() {
        return size() == 0;
    }

    /// Whether there is no room.
    ///
    /// @return true if a put would wait
    public boolean isFull() {
        return size() == bound;
    }

    /// How many items are the most.
    ///
    /// @return the bound; [Integer#MAX_VALUE] if there is none
    public int bound() {
        return bound;
    }

    /// A queue of its own with the same bound and, in the same order, the items that are there now. Nobody waits at it, and
    /// it is not shut down.
    ///
    /// Whoever uses this queue meanwhile spins until the references are copied.
    ///
    /// @return the copy
    public Queue<T> copy() {
        return new Queue<>(copyOfItems(), bound);
    }

    /// This queue for code that wants one of `java.util.concurrent`: what goes in here comes out there. Waits are ended by
    /// interrupts then, as that interface has it, in greenlets too.
    ///
    /// The limits: its iterator shows the items of one moment, and nothing can be taken out of the middle:
    /// [java.util.Collection#remove(Object)] throws [UnsupportedOperationException] if the item is there. So a
    /// [java.util.concurrent.ThreadPoolExecutor] can work with it, but not take back a task. Once this is shut down, puts, offers and
    /// waits for an item that will not come throw [ShutDownException]; what does not wait finds the queue empty.
    ///
    /// @return the view
    public BlockingQueue<T> asBlockingQueue() {
        return new QueueView<>(this);
    }

    final Store<T> copyOfItems() {
        enter();
        try {
            return store.copy();
        } finally {
            exit();
        }
    }

    @Override
    public String toString() {
        String of = bound == Integer.MAX_VALUE ? "" : " of " + bound;
        return "%s[%d%s items, %d getters, %d putters]"
                .formatted(
                        getClass().getSimpleName(), size(), of, waitingGetters(), waitingPutters());
    }
}
