package io.anyloop;

/// A place in a [Line]: somebody who waits, or a callback. Its neighbours are changed under the line's guard only.
abstract class Place {
    Place before;
    Place after;

    /// The line it stands in, or null.
    Line line;

    /// Decides that it is this one's turn. Whoever gets true owes a [#resume], outside the guard. Under the guard.
    ///
    /// @return false if this one has left
    abstract boolean claim();

    /// Lets it know, after [#claim]. Outside the guard.
    abstract void resume();

    /// Somebody who waits.
    static class Waiting extends Place {
        final Waiter waiter;

        Waiting(Waiter waiter) {
            this.waiter = waiter;
        }

        @Override
        final boolean claim() {
            return waiter.claim();
        }

        @Override
        final void resume() {
            waiter.resume();
        }
    }

    /// A callback, which may be taken out until the moment when it would be called.
    static final class Callback extends Place {
        private final Runnable callback;
        private volatile boolean closed;

        Callback(Runnable callback) {
            this.callback = callback;
        }

        /// After it was taken out of its line.
        void close() {
            closed = true;
        }

        @Override
        boolean claim() {
            return true;
        }

        @Override
        void resume() {
            if (!closed) {
                Reports.call(callback);
            }
        }
    }
}
