package io.anyloop.group;

import io.anyloop.waiting.Guarded;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// What members of one group fail with, for those who want to know. However many there are, to begin and to stop costs
/// each the same, and who wants to know the first failure only costs the failing member nothing. Any thread.
final class Failures extends Guarded {

    /// Hears of members that fail, on the loop's own thread, before anybody learns that they are gone.
    interface Listener {
        void failed(Throwable cause);
    }

    /// One failure, with the next in time behind it.
    private static final class Failure {
        final Throwable cause;
        volatile Failure next;

        Failure(Throwable cause) {
            this.cause = cause;
        }
    }

    /// In the order in which they came.
    private final ConcurrentSkipListMap<Long, Listener> listeners = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private Failure last = new Failure(null);
    private int readers;

    /// Adds a listener.
    ///
    /// @return takes it out again
    Runnable tell(Listener listener) {
        long number = numbers.incrementAndGet();
        listeners.put(number, listener);
        return () -> listeners.remove(number);
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /// A member has failed.
    void add(Throwable cause) {
        listeners.values().forEach(listener -> listener.failed(cause));
        Failure failure = new Failure(cause);
        enter();
        if (readers > 0) {
            last.next = failure;
            last = failure;
        }
        exit();
    }

    /// Reads from now on.
    Reader read() {
        enter();
        try {
            readers++;
            return new Reader(last);
        } finally {
            exit();
        }
    }

    /// Wants to know the first failure since it was made.
    final class Reader implements AutoCloseable {
        private final Failure before;

        private Reader(Failure before) {
            this.before = before;
        }

        /// The first one, or null.
        Throwable first() {
            Failure first = before.next;
            return first == null ? null : first.cause;
        }

        @Override
        public void close() {
            Failure none = new Failure(null);
            enter();
            if (--readers == 0) {
                last = none; // So that nothing is held that nobody wants to know.
            }
            exit();
        }
    }
}
