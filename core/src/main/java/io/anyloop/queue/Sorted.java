package io.anyloop.queue;

import java.util.Collection;
import java.util.Comparator;

/// Smallest first; among equals, first in, first out.
///
/// Comparing is the user's code: it may throw, wait, or use this very queue. So it never runs under the guard. Items are
/// added as they come, without a comparison; who wants to take one sorts them first, on a copy outside the guard, and
/// puts the result in place if nobody has been faster. Then it is known what is left after the next item is taken, and
/// taking it needs no comparison either.
final class Sorted<T> extends Store<T> {
    private static final int BATCH = 256;

    private final Comparator<? super T> order;
    private final Fifo<Heap<T>> unsorted;
    private Heap<T> sorted;
    private int sortedSize;

    /// What is left of the sorted ones without the first, if that is known.
    private Heap<T> rest;

    private boolean isRestKnown;
    private long added;

    /// Counts what spoils a copy: that items are taken, or moved among the sorted ones.
    private long version;

    Sorted(Comparator<? super T> order, Collection<? extends T> items) {
        this.order = order;
        this.unsorted = new Fifo<>();
        for (T item : items) {
            check(item);
            add(item);
        }
    }

    private Sorted(Sorted<T> other) {
        order = other.order;
        unsorted = other.unsorted.copy();
        sorted = other.sorted;
        sortedSize = other.sortedSize;
        added = other.added;
    }

    /// Compares it with itself, as sorted maps of the JDK do.
    @Override
    void check(T item) {
        order.compare(item, item);
    }

    @Override
    int size() {
        return sortedSize + unsorted.size();
    }

    @Override
    void add(T item) {
        unsorted.add(new Heap<>(item, added++));
    }

    @Override
    boolean isSorted(long ticket) {
        return isRestKnown && (unsorted.size() == 0 || ticket == version);
    }

    @Override
    T first() {
        return sorted.item();
    }

    @Override
    T take() {
        T item = sorted.item();
        replace(rest, sortedSize - 1);
        return item;
    }

    private void replace(Heap<T> heap, int size) {
        sorted = heap;
        sortedSize = size;
        rest = null;
        isRestKnown = false;
        version++;
    }

    @Override
    void clear() {
        unsorted.clear();
        replace(null, 0);
    }

    @Override
    Sorted<T> copy() {
        return new Sorted<>(this);
    }

    /// Sorts what there is now; what is added meanwhile waits for the next one who takes.
    @Override
    long sort(Handover<?> owner) {
        Snapshot<T> before = snapshot(owner);
        int toSort = before.waiting;
        while (toSort > before.batch.size()) {
            toSort -= before.batch.size();
            if (install(owner, before, before.sorted(order), false) == NO_TICKET) {
                return NO_TICKET;
            }
            before = snapshot(owner);
        }
        return install(owner, before, before.sorted(order), true);
    }

    private Snapshot<T> snapshot(Handover<?> owner) {
        owner.enterGuard();
        try {
            Fifo<Heap<T>> batch = new Fifo<>();
            for (int i = 0; i < Math.min(BATCH, unsorted.size()); i++) {
                batch.add(unsorted.get(i));
            }
            return new Snapshot<>(version, sorted, batch, unsorted.size());
        } finally {
            owner.exitGuard();
        }
    }

    private long install(Handover<?> owner, Snapshot<T> before, Heap<T> now, boolean isAll) {
        Heap<T> left = isAll && now != null ? now.rest(order) : null;
        owner.enterGuard();
        try {
            if (version != before.version) {
                return NO_TICKET;
            }
            int moved = before.batch.size();
            for (int i = 0; i < moved; i++) {
                unsorted.take();
            }
            replace(now, sortedSize + moved);
            rest = left;
            isRestKnown = isAll && now != null;
            return version;
        } finally {
            owner.exitGuard();
        }
    }

    private record Snapshot<T>(long version, Heap<T> heap, Fifo<Heap<T>> batch, int waiting) {

        Heap<T> sorted(Comparator<? super T> order) {
            Heap<T> all = heap;
            for (int i = 0; i < batch.size(); i++) {
                all = Heap.merge(order, all, batch.get(i));
            }
            return all;
        }
    }
}
