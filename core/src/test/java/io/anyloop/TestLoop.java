package io.anyloop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A loop that can wait and be woken, for tests of what is above it.
final class TestLoop implements DrivenLoop {
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Thread owner = Thread.currentThread();

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void poll(long nanos) {
        if (nanos > 0 && !woken.get()) {
            LockSupport.parkNanos(this, nanos);
        }
        woken.set(false);
    }

    @Override
    public void wakeup() {
        if (!woken.getAndSet(true)) {
            LockSupport.unpark(owner);
        }
    }

    @Override
    public void moveTo(Thread next) {
        owner = next;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        throw new UnsupportedOperationException("This loop watches no descriptors.");
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
