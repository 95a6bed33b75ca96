package io.anyloop.queue;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// One of the operations between which a [Select] chooses, and what is done if it is chosen. Never changes, so it may be
/// used again and again, but a choice to put brings the same item each time.
///
/// @param <R> the result
public abstract sealed class Choice<R> {
    final Exchange<?> exchange;
    final Supplier<? extends R> whenShutDown;

    private Choice(Exchange<?> exchange, Supplier<? extends R> whenShutDown) {
        this.exchange = exchange;
        this.whenShutDown = whenShutDown;
    }

    /// The same choice, which can also be chosen when its operation is impossible because of a shutdown. Without this it
    /// is left out then.
    ///
    /// @param then what to do, run by the one who selects
    /// @return a choice
    public abstract Choice<R> orShutDown(Supplier<? extends R> then);

    /// One try of a select to make this choice.
    abstract Bid<?, R> bid();

    static final class Getting<T, R> extends Choice<R> {
        private final Exchange<T> from;
        private final Function<? super T, ? extends R> then;

        Getting(
                Exchange<T> from,
                Function<? super T, ? extends R> then,
                Supplier<? extends R> whenShutDown) {
            super(from, whenShutDown);
            this.from = from;
            this.then = then;
        }

        @Override
        public Choice<R> orShutDown(Supplier<? extends R> then) {
            return new Getting<>(from, this.then, Objects.requireNonNull(then));
        }

        @Override
        Bid<T, R> bid() {
            return new Bid.ToGet<>(from, then, whenShutDown);
        }

        @Override
        public String toString() {
            return "get of " + from;
        }
    }

    static final class Putting<T, R> extends Choice<R> {
        private final Exchange<T> into;
        private final T item;
        private final Supplier<? extends R> then;

        Putting(
                Exchange<T> into,
                T item,
                Supplier<? extends R> then,
                Supplier<? extends R> whenShutDown) {
            super(into, whenShutDown);
            this.into = into;
            this.item = item;
            this.then = then;
        }

        @Override
        public Choice<R> orShutDown(Supplier<? extends R> then) {
            return new Putting<>(into, item, this.then, Objects.requireNonNull(then));
        }

        @Override
        Bid<T, R> bid() {
            return new Bid.ToPut<>(into, item, then, whenShutDown);
        }

        @Override
        public String toString() {
            return "put of " + into;
        }
    }
}
