package io.anyloop.jdk;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A timed park of the JDK's that somebody else looks after: the JDK uses nothing of it but `cancel`.
public final class NeverDue implements ScheduledFuture<Object> {
    /// The only one.
    public static final NeverDue IT = new NeverDue();

    private NeverDue() {}

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false; // A late wake-up of a virtual thread is harmless.
    }

    @Override
    public boolean isCancelled() {
        return true;
    }

    @Override
    public boolean isDone() {
        return true;
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
        return 0;
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
    }
}
