package io.anyloop.blocking;

import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;

/// Who stands in line at a [ThreadPool]. What they are given is written and read under the pool's guard: one may see that
/// it was claimed before it sees what it was given.
final class PoolPlace {
    private PoolPlace() {}

    /// Somebody who waits for a place for its task.
    static final class Submitter extends Place.Waiting {
        final PoolJob<?> job;
        boolean refused;

        Submitter(Waiter waiter, PoolJob<?> job) {
            super(waiter);
            this.job = job;
        }
    }

    /// A thread that waits for a task.
    static final class Idler extends Place.Waiting {
        /// What it was given; null tells it to end.
        PoolJob<?> next;

        Idler(Waiter waiter) {
            super(waiter);
        }
    }
}
