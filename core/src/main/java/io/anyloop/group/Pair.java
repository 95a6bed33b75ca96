package io.anyloop.group;

import io.anyloop.function.BiMapper;
import io.anyloop.function.Mapper;
import java.util.Iterator;
import java.util.Objects;

/// One item from each of two inputs.
record Pair<A, B>(A first, B second) {

    /// Pairs, as long as both inputs have an item.
    static <A, B> Iterable<Pair<A, B>> zip(
            Iterable<? extends A> first, Iterable<? extends B> second) {
        Objects.requireNonNull(first);
        Objects.requireNonNull(second);
        return () -> new Zip<>(first.iterator(), second.iterator());
    }

    static <A, B, R, X extends Throwable> Mapper<Pair<A, B>, R, X> each(
            BiMapper<? super A, ? super B, ? extends R, X> mapper) {
        Objects.requireNonNull(mapper);
        return pair -> mapper.map(pair.first, pair.second);
    }

    private record Zip<A, B>(Iterator<? extends A> firsts, Iterator<? extends B> seconds)
            implements Iterator<Pair<A, B>> {
        @Override
        public boolean hasNext() {
            return firsts.hasNext() && seconds.hasNext();
        }

        @Override
        public Pair<A, B> next() {
            return new Pair<>(firsts.next(), seconds.next());
        }
    }
}
