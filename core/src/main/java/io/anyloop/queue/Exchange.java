package io.anyloop.queue;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// What queues and channels have in common: some bring items, others take them, and whoever comes too early waits in
/// line. A channel is one that has no room.
///
/// Any thread. Here is what they are called by, and who has to wait for it; [Handover] decides, under the guard.
abstract sealed class Exchange<T> extends Handover<T> implements Waitable, Iterable<T>
        permits Queue, Channel {
    Exchange(Store<T> store, int bound) {
        super(store, bound);
    }

    // ---------------------------------------------------------------- putting

    /// Puts an item in. Waits while there is no room, those who wait longer going first; on a channel, until somebody
    /// takes the item.
    ///
    /// @param item the item, not null
    /// @throws ShutDownException if no more items are taken, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public void put(T item) {
        insert(item, Times.FOREVER, false);
    }

    /// Puts an item in, waiting at most for a time.
    ///
    /// @param item the item, not null
    /// @param limit how long; zero still gives the others a turn
    /// @throws FullException if the time was up first; the item is not in then, and will not be
    /// @throws ShutDownException if no more items are taken, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public void put(T item, Duration limit) {
        long nanos = Times.limit(limit);
        if (!insert(item, nanos, false)) {
            throw new FullException(
                    this + " had no room within " + limit + ". The item is not in it.");
        }
    }

    /// Puts an item in if that needs no waiting, and does not give way.
    ///
    /// @param item the item, not null
    /// @throws FullException if there is no room; on a channel, if nobody waits for an item
    /// @throws ShutDownException if no more items are taken
    public void putNow(T item) {
        if (!offer(item)) {
            throw new FullException(this + " has no room now. The item is not in it.");
        }
    }

    /// Puts an item in if that needs no waiting, and does not give way.
    ///
    /// @param item the item, not null
    /// @return false if there is no room; on a channel, if nobody waits for an item
    /// @throws ShutDownException if no more items are taken: this does not say "not now" where it means "never"
    public boolean offer(T item) {
        return bring(item, null);
    }

    /// @param interruptible whether an interrupt ends the wait; then the caller declares [InterruptedException]
    /// @return false if the time was up first
    final boolean insert(T item, long nanos, boolean interruptible) {
        if (bring(item, null)) {
            inserted();
            return true;
        }
        Partner<T> place = new Partner<>(waiter("put", interruptible), item);
        return bring(item, place) || isExchanged(place, nanos);
    }

    /// A put that may wait did not have to. Outside the guard.
    void inserted() {}

    /// Puts an item in, or lets its place stand in line if there is one.
    ///
    /// @return false if there is no room
    private boolean bring(T item, Partner<T> place) {
        check(item);
        enter();
        try {
            if (!isShutDownHere()) {
                if (accept(item)) {
                    return true;
                }
                if (place != null) {
                    stand(putters, place);
                }
                return false;
            }
        } finally {
            exitAndResume();
        }
        throw shutDown();
    }

    /// Refuses what cannot be in here. Outside the guard.
    final void check(T item) {
        Objects.requireNonNull(
                item,
                "An item must not be null: poll() says by null that there is none. Put an Optional, or an object of your own that stands for nothing.");
        store.check(item);
    }

    // ---------------------------------------------------------------- getting

    /// Takes the next item. Waits while there is none, those who wait longer going first.
    ///
    /// @return the item
    /// @throws ShutDownException if there is none and none will come, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public T get() {
        T item = find(getters, null);
        return item != null ? item : awaitItem("get", getters, Times.FOREVER);
    }

    /// Takes the next item, waiting at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return the item
    /// @throws EmptyException if the time was up first
    /// @throws ShutDownException if there is none and none will come, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public T get(Duration limit) {
        return within(limit, "get", getters);
    }

    /// Takes the next item without waiting and without giving way.
    ///
    /// @return the item
    /// @throws EmptyException if there is none; on a channel, if nobody waits with one
    /// @throws ShutDownException if there is none and none will come
    public T getNow() {
        return now(getters);
    }

    /// Takes the next item if there is one, without waiting and without giving way.
    ///
    /// @return the item; null if there is none, and on a channel if nobody waits with one
    /// @throws ShutDownException if there is none and none will come: this does not say "not now" where it means "never"
    public T poll() {
        return find(getters, null);
    }

    /// An item for one who stands at the getters, or only a look at it for one at the peekers.
    final T within(Duration limit, String call, Line line) {
        long nanos = Times.limit(limit);
        T item = find(line, null);
        if (item == null) {
            item = awaitItem(call, line, nanos);
        }
        if (item == null) {
            throw new EmptyException(this + " had no item within " + limit + ".");
        }
        return item;
    }

    final T now(Line line) {
        T item = find(line, null);
        if (item == null) {
            throw new EmptyException(this + " has no item now.");
        }
        return item;
    }

    final T awaitItem(String call, Line line, long nanos) {
        return awaitItem(waiter(call, false), line, nanos);
    }

    final Waiter waiter(String call, boolean interruptible) {
        Waiter waiter = Waiter.here(call, this);
        return interruptible ? waiter.interruptible() : waiter;
    }

    final T awaitItem(Waiter waiter, Line line, long nanos) {
        Partner<T> place = new Partner<>(waiter, null);
        T item = find(line, place);
        if (item == null && isExchanged(place, nanos)) {
            item = place.item;
        }
        return item;
    }

    /// Takes an item, or looks at it; or lets a place stand in line if there is one.
    ///
    /// @return null if there is none
    final T find(Line line, Partner<T> place) {
        long ticket = Store.NO_TICKET;
        while (true) {
            boolean isOver;
            enter();
            try {
                T item = line == peekers ? look(ticket) : take(ticket);
                if (item != null) {
                    return item;
                }
                isOver = isOver();
                if (!isOver && store.size() == 0) {
                    if (place != null) {
                        stand(line, place);
                    }
                    return null;
                }
            } finally {
                exitAndResume();
            }
            if (isOver) {
                throw shutDown();
            }
            ticket = store.sort(this);
        }
    }

    // ---------------------------------------------------------------- iteration

    /// The items as they come: waits for each one and takes it, and ends when this was shut down and has no more. Others
    /// may take items meanwhile, another such loop among them; each item goes to one.
    ///
    /// `hasNext()` is what waits, and has taken the item that `next()` returns.
    ///
    /// @return an iterator, for one thread
    /// @see <a href="https://www.gevent.org/api/gevent.queue.html">gevent.queue, where a stop mark ends it</a>
    @Override
    public Iterator<T> iterator() {
        return new ItemIterator<>(this);
    }

    /// The next item, waiting for it; null if this was shut down and has no more.
    final T getOrEnd() {
        try {
            return get();
        } catch (ShutDownException e) {
            if (e.isOf(this)) {
                return null;
            }
            throw e;
        }
    }

    // ---------------------------------------------------------------- shutting down

    /// Takes no more items: puts fail from now on, and so do those that wait. Items that are there can still be taken;
    /// then gets fail, those that wait among them. Does nothing the second time.
    public void shutdown() {
        enter();
        try {
            shutDownHere();
        } finally {
            exitAndResume();
        }
    }

    /// Takes no more items and drops those that are there, so that gets fail at once too.
    public void shutdownNow() {
        enter();
        try {
            int dropped = store.size();
            store.clear();
            shutDownHere();
            dropped(dropped);
        } finally {
            exitAndResume();
        }
    }

    /// Whether it was shut down; there may still be items.
    ///
    /// @return true if so
    public boolean isShutDown() {
        enter();
        try {
            return isShutDownHere();
        } finally {
            exit();
        }
    }

    /// What to throw at one who comes too late. Outside the guard.
    final ShutDownException shutDown() {
        return new ShutDownException(this);
    }

    // ---------------------------------------------------------------- waiting for several

    /// A choice for a [Select]: to take an item.
    ///
    /// @return the choice, whose result is the item
    public Choice<T> getting() {
        return getting(Function.identity());
    }

    /// A choice for a [Select]: to take an item and do something with it.
    ///
    /// @param <R> the result
    /// @param then what to do with the item, run by the one who selects if this was chosen
    /// @return the choice
    public <R> Choice<R> getting(Function<? super T, ? extends R> then) {
        return new Choice.Getting<>(this, Objects.requireNonNull(then), null);
    }

    /// A choice for a [Select]: to put an item in.
    ///
    /// @param <R> the result
    /// @param item the item, not null
    /// @param then what to do afterwards, run by the one who selects if this was chosen
    /// @return the choice
    public <R> Choice<R> putting(T item, Supplier<? extends R> then) {
        check(item);
        return new Choice.Putting<>(this, item, Objects.requireNonNull(then), null);
    }

    /// A choice for a [Select]: to put an item in.
    ///
    /// @param item the item, not null
    /// @return the choice, whose result is null
    public Choice<Void> putting(T item) {
        return putting(item, () -> null);
    }

    /// Whether a get would return, or fail, at once.
    @Override
    public boolean isReady() {
        enter();
        try {
            return isReadyHere();
        } finally {
            exit();
        }
    }

    @Override
    public Registration whenReady(Runnable callback) {
        Place.Callback place = new Place.Callback(Objects.requireNonNull(callback));
        boolean isReady;
        enter();
        try {
            isReady = isReadyHere();
            if (!isReady) {
                callbacks.add(place);
            }
        } finally {
            exit();
        }
        if (isReady) {
            Here.call(callback);
        }
        return () -> remove(callbacks, place);
    }

    private void remove(Line line, Place.Callback place) {
        place.close();
        enter();
        try {
            line.remove(place);
        } finally {
            exit();
        }
    }

    // ---------------------------------------------------------------- what it is

    /// How many wait for an item, for people and for tests: others may come and go at any time.
    ///
    /// @return the number
    public int waitingGetters() {
        enter();
        try {
            return getters.size();
        } finally {
            exit();
        }
    }

    /// How many wait with an item, for people and for tests: others may come and go at any time.
    ///
    /// @return the number
    public int waitingPutters() {
        enter();
        try {
            return putters.size();
        } finally {
            exit();
        }
    }

    // ---------------------------------------------------------------- after standing in line

    /// Waits for the exchange.
    ///
    /// @return false if the time was up first
    /// @throws ShutDownException if it was shut down first
    private boolean isExchanged(Partner<T> place, long nanos) {
        try {
            place.waiter().await(nanos);
        } finally {
            leave(place);
        }
        if (!place.isDone && place.waiter().isWoken()) {
            throw shutDown();
        }
        return place.isDone;
    }
}
