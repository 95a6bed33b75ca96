package io.anyloop;

import java.util.function.Consumer;

/// Something to do when a greenlet has ended; a node of its list of links. Hub's thread only.
abstract class Link {
    Link next;

    /// Does it, on the hub's thread, outside any greenlet.
    ///
    /// @return true if this started a greenlet that should take its first step before the next link
    abstract boolean fire(Greenlet<?> ended);

    /// Whether this link was made for a callback.
    boolean isFor(Object callback) {
        return false;
    }

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
    static final class OnLoop<T> extends Link {
        private final Consumer<? super Greenlet<T>> callback;

        OnLoop(Consumer<? super Greenlet<T>> callback) {
            this.callback = callback;
        }

        @Override
        @SuppressWarnings(
                "unchecked") // A link is only ever fired by the greenlet that it was added to.
        boolean fire(Greenlet<?> ended) {
            try {
                callback.accept((Greenlet<T>) ended);
            } catch (Throwable e) {
                ended.hub.report(callback, e);
            }
            return false;
        }

        @Override
        boolean isFor(Object other) {
            return callback.equals(other);
        }
    }

    /// Runs a callback in a greenlet of its own, where it may wait.
    static final class InGreenlet<T> extends Link {
        private final Consumer<? super Greenlet<T>> callback;
        private final When when;

        InGreenlet(Consumer<? super Greenlet<T>> callback, When when) {
            this.callback = callback;
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
                                callback.accept((Greenlet<T>) ended);
                                return null;
                            });
            runner.startHere();
            return true;
        }

        @Override
        boolean isFor(Object other) {
            return callback.equals(other);
        }
    }
}
