package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;

/// A number of permits. Whoever acquires one when none is free waits in line; [#release] hands the permit to the first in
/// line, so nobody who comes later can get it before (strict first come, first served, across hubs and threads). A greenlet
/// that releases and acquires again therefore goes behind those who wait.
///
/// ```java
/// return connections.call(() -> fetch(url)); // so many at a time as it has permits
/// ```
///
/// Permits belong to nobody: anyone may release, and a plain semaphore may end up with more than it began with.
/// Any thread, before any hub exists too; [#tryAcquire()] and [#release] never wait and never give way.
///
/// @see <a href="https://www.gevent.org/api/gevent.lock.html">gevent.lock.Semaphore</a>
public sealed class Semaphore extends Gate implements Waitable permits BoundedSemaphore {
    private final int bound;
    private volatile int permits;

    /// A semaphore.
    ///
    /// @param permits how many are free at first, zero or more
    /// @throws IllegalArgumentException if the number is negative
    public Semaphore(int permits) {
        this(permits, Integer.MAX_VALUE);
    }

    Semaphore(int permits, int bound) {
        if (permits < 0) {
            throw new IllegalArgumentException(
                    "A semaphore cannot begin with %d permits. Use 0 or more.".formatted(permits));
        }
        this.permits = permits;
        this.bound = bound;
    }

    /// Takes a permit, and waits for it if need be.
    public void acquire() {
        if (!tryPass(TAKE)) {
            pass(TAKE, Waiter.here("Semaphore.acquire", this), Times.FOREVER);
        }
    }

    /// Takes a permit if one is free, which implies that nobody waits for it.
    ///
    /// @return whether it took one
    public boolean tryAcquire() {
        return tryPass(TAKE);
    }

    /// Takes a permit, and waits for it at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn if none is free
    /// @return whether it took one
    public boolean tryAcquire(Duration limit) {
        long nanos = Times.limit(limit);
        return tryPass(TAKE) || pass(TAKE, Waiter.here("Semaphore.acquire", this), nanos);
    }

    /// Gives a permit: to the first who waits for one, else it is free.
    ///
    /// @throws IllegalStateException if there would be more than there can be; nothing is changed then
    public void release() {
        Place next = null;
        boolean full;
        enter();
        try {
            full = permits == bound;
            if (!full) {
                permits++;
                next = admitNext();
            }
        } finally {
            exit();
        }
        if (full) {
            throw new IllegalStateException(
                    "%s was released more often than it was acquired. Release once for each acquire."
                            .formatted(this));
        }
        Line.resumeAll(next);
    }

    /// How many permits are free now.
    ///
    /// @return the number
    public int permits() {
        return permits;
    }

    /// Waits until a permit is free, without taking it.
    ///
    /// @return how many are free when the caller goes on: may be 0, if somebody was faster
    public int await() {
        if (!isReady()) {
            pass(LOOK, Waiter.here("Semaphore.await", this), Times.FOREVER);
        }
        return permits;
    }

    /// Waits until a permit is free, without taking it, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn if none is free
    /// @return how many are free when the caller goes on: 0 if the time was up first, or somebody was faster
    public int await(Duration limit) {
        long nanos = Times.limit(limit);
        if (!isReady()) {
            pass(LOOK, Waiter.here("Semaphore.await", this), nanos);
        }
        return permits;
    }

    /// Whether a permit is free now.
    @Override
    public boolean isReady() {
        return permits > 0;
    }

    @Override
    public Registration whenReady(Runnable callback) {
        return register(callback);
    }

    /// Runs code with a permit, which is released at the end, also if the code fails.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    public <T, X extends Throwable> T call(Body<T, X> body) throws X {
        Objects.requireNonNull(body);
        acquire();
        return Rethrow.callAndThen(body, this::release);
    }

    /// As [#call], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails
    public <X extends Throwable> void run(Action<X> action) throws X {
        call(action.asBody());
    }

    @Override
    final boolean isOpenFor(int kind) {
        return permits > 0;
    }

    @Override
    final void take(int kind, Thread who) {
        if (kind == TAKE) {
            permits--;
        }
    }

    @Override
    public String toString() {
        String kind = bound == Integer.MAX_VALUE ? "Semaphore" : "BoundedSemaphore";
        return "%s[%d free, %d waiting]".formatted(kind, permits, waiting());
    }
}
