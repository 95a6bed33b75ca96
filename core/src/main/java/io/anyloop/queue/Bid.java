package io.anyloop.queue;

import io.anyloop.waiting.Waiter;
import java.util.function.Function;
import java.util.function.Supplier;

/// One choice of one select, tried under the guard of its queue or channel, which may be one of several that are held.
abstract sealed class Bid<T, R> {
    final Handover<T> exchange;
    private final Supplier<? extends R> whenShutDown;
    private Partner<T> place;
    private boolean isChosen;
    private boolean isImpossible;

    private Bid(Handover<T> exchange, Supplier<? extends R> whenShutDown) {
        this.exchange = exchange;
        this.whenShutDown = whenShutDown;
    }

    /// Makes the exchange if somebody or something is there for it. Under the guard.
    ///
    /// @return true if this is chosen
    final boolean attempt() {
        isImpossible = cannotBe();
        isChosen = isImpossible ? whenShutDown != null : exchange();
        return isChosen;
    }

    /// Whether it is impossible for good, and nobody wants to know.
    final boolean isLeftOut() {
        return isImpossible && whenShutDown == null;
    }

    /// Stands in line. Under the guard, after an [#attempt] that failed.
    final void stand(Waiter waiter) {
        if (!isImpossible) {
            place = stand(exchange, waiter);
        }
    }

    /// Leaves the line. Outside the guard.
    ///
    /// @return true if this was chosen while it stood there
    final boolean leave() {
        if (place != null) {
            exchange.leave(place);
            isChosen = place.isDone;
        }
        return isChosen;
    }

    /// What the user makes of it.
    final R result() {
        return isImpossible ? whenShutDown.get() : result(place);
    }

    /// When it was chosen the last time: a number that is the larger the later. Under the guard.
    abstract long chosenAt();

    abstract void chosenAt(long time);

    /// Whether there may be an item that cannot be taken before [#sort]. Under the guard.
    boolean isUnsorted() {
        return false;
    }

    /// Finds out which item is next. Outside the guard.
    void sort() {}

    abstract boolean cannotBe();

    abstract boolean exchange();

    abstract Partner<T> stand(Handover<T> at, Waiter waiter);

    abstract R result(Partner<T> stood);

    static final class ToGet<T, R> extends Bid<T, R> {
        private final Function<? super T, ? extends R> then;
        private T item;
        private long ticket = Store.NO_TICKET;

        ToGet(
                Handover<T> from,
                Function<? super T, ? extends R> then,
                Supplier<? extends R> whenShutDown) {
            super(from, whenShutDown);
            this.then = then;
        }

        @Override
        boolean cannotBe() {
            return exchange.isOver();
        }

        @Override
        boolean exchange() {
            item = exchange.take(ticket);
            return item != null;
        }

        @Override
        boolean isUnsorted() {
            return exchange.store.size() > 0;
        }

        @Override
        void sort() {
            ticket = exchange.store.sort(exchange);
        }

        @Override
        Partner<T> stand(Handover<T> at, Waiter waiter) {
            Partner<T> place = new Partner<>(waiter, null);
            at.stand(at.getters, place);
            return place;
        }

        @Override
        R result(Partner<T> stood) {
            return then.apply(stood == null ? item : stood.item);
        }

        @Override
        long chosenAt() {
            return exchange.gotAt;
        }

        @Override
        void chosenAt(long time) {
            exchange.gotAt = time;
        }
    }

    static final class ToPut<T, R> extends Bid<T, R> {
        private final T item;
        private final Supplier<? extends R> then;

        ToPut(
                Handover<T> into,
                T item,
                Supplier<? extends R> then,
                Supplier<? extends R> whenShutDown) {
            super(into, whenShutDown);
            this.item = item;
            this.then = then;
        }

        @Override
        boolean cannotBe() {
            return exchange.isShutDownHere();
        }

        @Override
        boolean exchange() {
            return exchange.accept(item);
        }

        @Override
        Partner<T> stand(Handover<T> at, Waiter waiter) {
            Partner<T> place = new Partner<>(waiter, item);
            at.stand(at.putters, place);
            return place;
        }

        @Override
        R result(Partner<T> stood) {
            return then.get();
        }

        @Override
        long chosenAt() {
            return exchange.putAt;
        }

        @Override
        void chosenAt(long time) {
            exchange.putAt = time;
        }
    }
}
