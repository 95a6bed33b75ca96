package io.anyloop.waiting;

import io.anyloop.base.Times;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;

/// What is left of a limit over several waits: by the hub's clock for a greenlet, by the system's for other threads.
///
/// ```java
/// var remaining = Remaining.of(limit.toNanos()); // for all of them together
/// for (Event event : events) {
///     if (!event.await(Duration.ofNanos(remaining.nanos()))) {
///         return false;
///     }
/// }
/// return true;
/// ```
public final class Remaining {
    private final Engine hub;
    private final long end;

    private Remaining(Engine hub, long nanos) {
        this.hub = hub;
        this.end = nanos == Times.FOREVER ? nanos : Times.sum(now(), nanos);
    }

    /// A limit that begins now, for the calling thread.
    ///
    /// @param nanos how long, zero or more; [Long#MAX_VALUE] for no limit
    /// @return what is left of it
    public static Remaining of(long nanos) {
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        Engine engine = greenlet == null ? null : Strands.engine(greenlet);
        return new Remaining(engine != null && engine.runsHere() ? engine : null, nanos);
    }

    /// How long is left.
    ///
    /// @return zero or more; [Long#MAX_VALUE] if there is no limit
    public long nanos() {
        return end == Times.FOREVER ? end : Math.max(0, end - now());
    }

    private long now() {
        return hub == null ? System.nanoTime() : hub.now();
    }
}
