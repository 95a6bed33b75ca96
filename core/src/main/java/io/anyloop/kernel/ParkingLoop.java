package io.anyloop.kernel;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Waits and wakes, and nothing else: what a hub that has lost its loop ends on.
public final class ParkingLoop implements DrivenLoop {
    private volatile Thread owner = Thread.currentThread();
    private final AtomicBoolean woken = new AtomicBoolean();

    @Override
    public String name() {
        return "parking";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void poll(long nanos) {
        if (nanos > 0 && !woken.get()) {
            LockSupport.parkNanos(this, nanos);
            Thread.interrupted();
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
        throw new UnsupportedOperationException("The hub has lost its event loop.");
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
