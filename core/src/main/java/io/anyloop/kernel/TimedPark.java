package io.anyloop.kernel;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The JDK's own timed park on a hub: wakes a virtual thread whose `Thread.sleep`, `parkNanos` or timed
/// `Object.wait` is over. The JDK starts it when the thread has left its carrier and cancels it before the thread
/// goes on, both on the hub's thread; it uses nothing of the future but `cancel`.
public final class TimedPark extends Deadline implements ScheduledFuture<Object> {
    private final Engine hub;
    private final Runnable wake;
    private final long at;

    TimedPark(Engine hub, Runnable wake, long at) {
        this.hub = hub;
        this.wake = wake;
        this.at = at;
        this.keepsHub = true; // Its thread may be no greenlet.
    }

    /// Must run on a platform thread that is no carrier of the JDK's: else the JDK would put the virtual thread
    /// on that carrier's pool.
    @Override
    protected void due() {
        wake.run();
    }

    @Override
    protected void outlive(long nanos) {
        Leftovers.schedule(wake, nanos);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!isPending() || !hub.seat.isHere()) {
            // Not ours to touch from here; a late wake-up of a virtual thread is harmless.
            return false;
        }
        hub.cancel(this);
        return true;
    }

    @Override
    public boolean isCancelled() {
        return !isPending();
    }

    @Override
    public boolean isDone() {
        return !isPending();
    }

    @Override
    public Object get() {
        throw new UnsupportedOperationException("A timed park has no result.");
    }

    @Override
    public Object get(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("A timed park has no result.");
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at - hub.now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
