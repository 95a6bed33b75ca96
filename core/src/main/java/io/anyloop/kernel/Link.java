package io.anyloop.kernel;

import io.anyloop.function.Outcome;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Something to do when a greenlet has ended; a node of its list of links. Hub's thread only.
public abstract class Link {
    Link before;
    Link after;

    /// Does it, on the hub's thread, outside any greenlet.
    ///
    /// @return true if this started a greenlet that should take its first step before the next link
    abstract boolean fire(Strand<?> ended);

    /// Wakes a thread that joins.
    static final class Join extends Link {
        private final Waiting waiter;

        Join(Waiting waiter) {
            this.waiter = waiter;
        }

        @Override
        boolean fire(Strand<?> ended) {
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
        boolean fire(Strand<?> ended) {
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
    public enum When {
        /// However it ended.
        ALWAYS,
        /// If it returned, or was killed.
        SUCCESS,
        /// If it failed.
        FAILURE;

        boolean fits(Outcome<?> outcome) {
            return this == ALWAYS || outcome.isSuccess() == (this == SUCCESS);
        }
    }

    /// Runs a callback on the loop, where it must not wait.
    static final class OnLoop extends OfCallback {
        private final Consumer<Object> consumer;

        OnLoop(Consumer<Object> consumer) {
            super(consumer);
            this.consumer = consumer;
        }

        @Override
        boolean fire(Strand<?> ended) {
            try {
                consumer.accept(ended);
            } catch (Throwable e) {
                ended.hub.report(consumer, e);
            }
            return false;
        }
    }

    /// Runs a callback in a greenlet of its own, where it may wait.
    static final class InGreenlet extends OfCallback {
        private final Consumer<Object> consumer;
        private final When when;

        InGreenlet(Consumer<Object> consumer, When when) {
            super(consumer);
            this.consumer = consumer;
            this.when = when;
        }

        @Override
        boolean fire(Strand<?> ended) {
            if (!when.fits(ended.outcome)) {
                return false;
            }
            Strand<Void> runner =
                    ended.runner(() -> {
                        consumer.accept(ended);
                        return null;
                    });
            runner.startHere();
            return true;
        }
    }
}
