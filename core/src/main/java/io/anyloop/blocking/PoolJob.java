package io.anyloop.blocking;

import io.anyloop.function.Body;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Reports;
import io.anyloop.spi.Surroundings;
import io.anyloop.sync.AsyncResult;

/// One task on its way through a [ThreadPool].
///
/// While it is with the pool it counts as work outside the hub that it was submitted on, so that a closed world knows
/// that somebody will still come.
final class PoolJob<T> {
    private final Body<? extends T, ?> body;
    private final Engine hub;
    private final Surroundings surroundings; // null for none
    final AsyncResult<T> result = new AsyncResult<>();

    /// Whether somebody waits at whom a failure is thrown, so that it needs no report.
    private volatile boolean isAwaited;

    /// Whether it is with the pool, and nobody waits for it. Under the pool's guard.
    boolean isAbandoned;

    /// Whether it has come to its end. Under the pool's guard.
    boolean isOver;

    /// @param hub whose greenlet submits it; null elsewhere
    PoolJob(Body<? extends T, ?> body, Engine hub, boolean isAwaited) {
        this.body = body;
        this.hub = hub;
        this.surroundings = hub == null ? null : hub.surroundingsElsewhere();
        this.isAwaited = isAwaited;
    }

    /// Nobody waits for it any more.
    void forsake() {
        isAwaited = false;
    }

    /// The pool has taken it. Comes before its first step.
    void begin() {
        if (hub != null) {
            hub.lifetime().outside(1);
        }
    }

    /// The pool is done with it, and whoever waited has been told.
    void end() {
        if (hub != null) {
            hub.lifetime().outside(-1);
        }
    }

    void run() {
        T value;
        try {
            value = surroundings == null ? body.call() : callWithin();
        } catch (Throwable e) {
            fail(e);
            return;
        }
        result.set(value);
    }

    private T callWithin() throws Throwable {
        surroundings.enter(null);
        try {
            return body.call();
        } finally {
            surroundings.leave();
        }
    }

    void fail(Throwable failure) {
        boolean thrown = isAwaited;
        result.fail(failure);
        if (thrown) {
            return;
        }
        if (hub != null) {
            hub.report(this, failure);
        } else {
            Reports.of(this, failure);
        }
    }

    @Override
    public String toString() {
        return "a task of a thread pool: " + body;
    }
}
