package io.anyloop.waiting;

import io.anyloop.kernel.Reports;

/// A place in a [Line]: somebody who waits, or a callback. Its neighbours are changed under the line's guard only.
public abstract class Place {
    Place before;
    Place after;

    /// The line it stands in, or null.
    Line line;

    /// A place that stands in no line.
    protected Place() {}

    /// The next of those that were claimed together, or null.
    ///
    /// @return the place
    public final Place next() {
        return after;
    }

    /// Puts another behind this one, when both are claimed.
    ///
    /// @param other the place, or null
    public final void next(Place other) {
        after = other;
    }

    /// Takes this place out of the line in which it stands. Under the guard.
    ///
    /// @return false if it stands in none
    public final boolean leaveLine() {
        return line != null && line.remove(this);
    }

    /// Decides that it is this one's turn. Whoever gets true owes a [#resume], outside the guard. Under the guard.
    ///
    /// @return false if this one has left
    public abstract boolean claim();

    /// Lets it know, after [#claim]. Outside the guard.
    public abstract void resume();

    /// Somebody who waits.
    public static class Waiting extends Place {
        private final Waiter waiter;

        /// A place of a wait.
        ///
        /// @param waiter the wait
        public Waiting(Waiter waiter) {
            this.waiter = waiter;
        }

        /// The wait.
        ///
        /// @return the wait
        public final Waiter waiter() {
            return waiter;
        }

        @Override
        public final boolean claim() {
            return waiter.claim();
        }

        @Override
        public final void resume() {
            waiter.resume();
        }
    }

    /// A callback, which may be taken out until the moment when it would be called.
    public static final class Callback extends Place {
        private final Runnable callback;
        private volatile boolean closed;

        /// A place of a callback.
        ///
        /// @param callback what is called, outside the guard
        public Callback(Runnable callback) {
            this.callback = callback;
        }

        /// After it was taken out of its line.
        public void close() {
            closed = true;
        }

        @Override
        public boolean claim() {
            return true;
        }

        @Override
        public void resume() {
            if (!closed) {
                Reports.call(callback);
            }
        }
    }
}
