package io.anyloop.loop.select;

import java.util.concurrent.atomic.AtomicLong;

/// The time of the next turn, set by one thread and slept for by another.
///
/// The sleeper is disturbed only for a time that is earlier than the one it sleeps for; a deadline
/// that moves away, as most do, costs nothing.
final class Alarm {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong due = new AtomicLong(NEVER);
    private volatile long sleepsUntil = NEVER;

    /// Sets the time, [Long#MAX_VALUE] for none.
    ///
    /// @return whether the sleeper must be woken, for it sleeps longer than that
    boolean set(long nanoTime) {
        due.set(nanoTime);
        long until = sleepsUntil;
        return nanoTime != NEVER && (until == NEVER || nanoTime - until < 0);
    }

    /// The time to sleep until. Sleeper only.
    long sleepUntil() {
        sleepsUntil = NEVER; // until it is true again, every new time has to wake us
        long at = due.get();
        sleepsUntil = at;
        return at;
    }

    /// Takes the time away if it has come. Sleeper only.
    ///
    /// @return whether it had come
    boolean take(long now) {
        long at = due.get();
        return at != NEVER && at - now <= 0 && due.compareAndSet(at, NEVER);
    }
}
