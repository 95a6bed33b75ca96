package io.anyloop.queue;

/// The items of a queue, in the order in which they are to be taken. Under the guard of the queue, but for [#check] and
/// [#sort], which may run code of the user's and so are called outside.
abstract sealed class Store<T> permits Fifo, Sorted {
    /// A ticket of [#sort] that entitles to nothing.
    static final long NO_TICKET = -1;

    abstract int size();

    abstract void add(T item);

    /// The item that is next, left where it is. Only if there is one and [#isSorted].
    abstract T first();

    /// Takes out the item that is next. Only if there is one and [#isSorted].
    abstract T take();

    abstract void clear();

    /// The same items in the same order.
    abstract Store<T> copy();

    /// Throws if an item cannot be ordered among others. Outside the guard.
    void check(T item) {}

    /// Whether it is known which item is next.
    ///
    /// @param ticket what the caller got from its last [#sort], or [#NO_TICKET]
    boolean isSorted(long ticket) {
        return true;
    }

    /// Finds out which item is next. Outside the guard of the owner, which this enters where needed.
    ///
    /// @return a ticket, good until an item is taken: with it, items that were added since then do not count. Without,
    /// whoever adds could keep whoever takes busy for ever
    long sort(Handover<?> owner) {
        return NO_TICKET;
    }
}
