package io.anyloop;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Something to do when a greenlet has ended; a node of its list of links. Hub's thread only.
abstract class Link {
    Link before;
    Link after;

    /// Does it, on the hub's thread, outside any greenlet.
    ///
    /// @return true if this started a greenlet that should take its first step before the next link
    abstract boolean fire(Greenlet<?> ended);

    /// Wakes a thread that joins.
    static final class Join extends Link {
        private final Waiter waiter;

        Join(Waiter waiter) {
            this.waiter = waiter;
        }

        @Override
        boolean fire(Greenlet<?> ended) {
            waiter.wake();
            return false;
        }
    }

    /// Tells one who waits for several things.
    static final class Ready extends Link {
        private final Runnable callback;

        Ready(Runnable callback) {
            this.callback = callback;
        }

        @Override
        boolean fire(Greenlet<?> ended) {
            Reports.call(callback);
            return false;
        }
    }

    /// Made for a callback of the user's, by which it can be taken out again.
    abstract static class OfCallback extends Link {
        final Object callback;

        /// Those of the same callback, if they are noted; then this is one of them.
        ArrayDeque<OfCallback> alike;

        OfCallback(Object callback) {
            this.callback = callback;
        }
    }

    /// When a callback wants to hear.
    enum When {
        ALWAYS,
        SUCCESS,
        FAILURE;

        boolean fits(Outcome<?> outcome) {
            return this == ALWAYS || outcome.isSuccess() == (this == SUCCESS);
        }
    }

    /// Runs a callback on the loop, where it must not wait.
    static final class OnLoop<T> extends OfCallback {
        private final Consumer<? super Greenlet<T>> consumer;

        OnLoop(Consumer<? super Greenlet<T>> consumer) {
            super(consumer);
            this.consumer = consumer;
        }

        @Override
        @SuppressWarnings(
                "unchecked") // A link is only ever fired by the greenlet that it was added to.
        boolean fire(Greenlet<?> ended) {
            try {
                consumer.accept((Greenlet<T>) ended);
            } catch (Throwable e) {
                ended.hub.report(consumer, e);
            }
            return false;
        }
    }

    /// Runs a callback in a greenlet of its own, where it may wait.
    static final class InGreenlet<T> extends OfCallback {
        private final Consumer<? super Greenlet<T>> consumer;
        private final When when;

        InGreenlet(Consumer<? super Greenlet<T>> consumer, When when) {
            super(consumer);
            this.consumer = consumer;
            this.when = when;
        }

        @Override
        @SuppressWarnings(
                "unchecked") // A link is only ever fired by the greenlet that it was added to.
        boolean fire(Greenlet<?> ended) {
            if (!when.fits(ended.outcome)) {
                return false;
            }
            Greenlet<Void> runner =
                    new Greenlet<>(
                            ended.hub,
                            () -> {
                                consumer.accept((Greenlet<T>) ended);
                                return null;
                            });
            runner.startHere();
            return true;
        }
    }
}
