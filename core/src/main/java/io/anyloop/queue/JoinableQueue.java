package io.anyloop.queue;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// A queue that knows whether all that was put in has been done: whoever takes an item says [#taskDone] afterwards, and
/// [#join] waits until nothing is unfinished.
///
/// ```java
/// var jobs = new JoinableQueue<String>();
/// for (int i = 0; i < 3; i++) {
///     Greenlet.spawn(() -> {
///         for (String url : jobs) {
///             seen.add(fetch(url));
///             jobs.taskDone();
///         }
///     });
/// }
/// urls.forEach(jobs::put);
/// jobs.join(); // until all of them are done
/// jobs.shutdown(); // ends the workers' loops
/// ```
///
/// @param <T> the items
/// @see <a href="https://www.gevent.org/api/gevent.queue.html#gevent.queue.JoinableQueue">gevent.queue.JoinableQueue</a>
public sealed class JoinableQueue<T> extends Queue<T> permits PriorityQueue, LifoQueue {
    private final Line joiners = new Line();
    private int unfinished;

    /// A queue without a bound.
    public JoinableQueue() {
        this(0);
    }

    /// A queue that is full with a number of items.
    ///
    /// @param bound the number; zero or less for no bound
    public JoinableQueue(int bound) {
        this(bound, List.of());
    }

    /// A queue with items in it, which are unfinished.
    ///
    /// @param bound how many are the most; zero or less for no bound
    /// @param items the first items, at most as many
    public JoinableQueue(int bound, Collection<? extends T> items) {
        this(new Fifo<>(items), bound);
    }

    JoinableQueue(Store<T> store, int bound) {
        super(store, bound);
        unfinished = store.size();
    }

    /// Says that an item that was taken is done. Any thread, also another one than that which took it.
    ///
    /// @throws IllegalStateException if that has been said of every item that was put in
    public void taskDone() {
        if (!finishIfSoMany(1)) {
            throw new IllegalStateException(
                    "taskDone() was called more often than items were put into "
                            + this
                            + ". Call it once for each item that was taken.");
        }
    }

    /// Says that several items that were taken are done, as so many calls of [#taskDone()] would at once.
    ///
    /// @param count how many, zero or more
    /// @throws IllegalArgumentException if the number is negative
    /// @throws IllegalStateException if fewer items are unfinished; none of them counts as done then
    public void taskDone(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "%d items cannot be done. Use 0 or more.".formatted(count));
        }
        if (!finishIfSoMany(count)) {
            throw new IllegalStateException(
                    "taskDone(%d) says that more items are done than are unfinished in %s. Say it once of each item that was taken."
                            .formatted(count, this));
        }
    }

    private boolean finishIfSoMany(int count) {
        enter();
        try {
            boolean areSoMany = count <= unfinished;
            if (areSoMany && count > 0) {
                finished(count);
            }
            return areSoMany;
        } finally {
            exitAndResume();
        }
    }

    /// Waits until nothing is unfinished; returns at once if nothing is.
    ///
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public void join() {
        awaitDone(Times.FOREVER);
    }

    /// Waits until nothing is unfinished, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if at one time nothing was unfinished
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public boolean join(Duration limit) {
        return awaitDone(Times.limit(limit));
    }

    /// How many items were put in and are not done yet.
    ///
    /// @return the number
    public int unfinished() {
        enter();
        try {
            return unfinished;
        } finally {
            exit();
        }
    }

    private boolean awaitDone(long nanos) {
        if (unfinished() == 0) {
            return true;
        }
        Partner<T> place = new Partner<>(Waiter.here("join", this), null);
        enter();
        try {
            if (unfinished == 0) {
                return true;
            }
            joiners.add(place);
        } finally {
            exit();
        }
        try {
            return place.waiter().await(nanos);
        } finally {
            leave(place);
        }
    }

    @Override
    final void accepted() {
        unfinished++;
    }

    @Override
    final void dropped(int count) {
        finished(count);
    }

    private void finished(int count) {
        unfinished -= count;
        if (unfinished == 0) {
            resumeLater(joiners.claimAll());
        }
    }

    /// {@inheritDoc} The items in the copy are unfinished.
    @Override
    public JoinableQueue<T> copy() {
        return new JoinableQueue<>(copyOfItems(), bound);
    }
}
