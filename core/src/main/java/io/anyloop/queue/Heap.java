package io.anyloop.queue;

import java.util.Comparator;

/// A heap that never changes (a leftist one): merging two makes a third, of which most is shared. So it can be worked
/// on outside a guard, and what is done in vain harms nobody.
///
/// @param number decides between items that compare as equal: the smaller one is first
/// @param rank how many nodes there are on the way down along the right, which is the shortest; at most the logarithm of
/// the size
record Heap<T>(T item, long number, int rank, Heap<T> left, Heap<T> right) {

    /// One item.
    Heap(T item, long number) {
        this(item, number, 1, null, null);
    }

    /// All items of two heaps, either of which may be null for none.
    static <T> Heap<T> merge(Comparator<? super T> order, Heap<T> one, Heap<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(order, other) ? one.with(order, other) : other.with(order, one);
    }

    /// All items but the first one; null for none.
    Heap<T> rest(Comparator<? super T> order) {
        return merge(order, left, right);
    }

    private boolean isBefore(Comparator<? super T> order, Heap<T> other) {
        int order1 = order.compare(item, other.item);
        return order1 < 0 || order1 == 0 && number < other.number;
    }

    private Heap<T> with(Comparator<? super T> order, Heap<T> later) {
        Heap<T> merged = merge(order, right, later);
        if (left == null) {
            return new Heap<>(item, number, 1, merged, null);
        }
        return left.rank < merged.rank
                ? new Heap<>(item, number, left.rank + 1, merged, left)
                : new Heap<>(item, number, merged.rank + 1, left, merged);
    }
}
