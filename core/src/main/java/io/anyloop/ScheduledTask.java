package io.anyloop;

import io.anyloop.base.Times;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A task that is run later, or again and again, by one greenlet.
final class ScheduledTask<T> extends GreenletTask<T> implements RunnableScheduledFuture<T> {
    private final Hub hub;

    /// Nanoseconds: between two beginnings if positive, between an end and a beginning if negative, 0 for once only.
    private final long period;

    /// When it is due next, by the hub's clock.
    private volatile long at;

    private volatile boolean between;

    ScheduledTask(Hub hub, Callable<T> callable, long delay, long period) {
        super(callable);
        this.hub = hub;
        this.period = period;
        this.at = Times.sum(hub.engine.now(), delay);
    }

    @Override
    public void run() {
        if (period == 0) {
            super.run();
            return;
        }
        adopt();
        while (runAndReset()) {
            at = Times.sum(period > 0 ? at : hub.engine.now(), Math.abs(period));
            pause();
        }
    }

    private void pause() {
        between = true;
        try {
            if (!isDone()) {
                Greenlet.sleep(Duration.ofNanos(at - hub.engine.now()));
            }
        } finally {
            between = false;
        }
    }

    @Override
    boolean isBetweenRuns() {
        return between;
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at - hub.engine.now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    // A future is itself and no other: the order says nothing about equality.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
