package io.anyloop.kernel;

import java.util.concurrent.locks.LockSupport;

/// A wait that a greenlet has to make, since it answers each cut with another wait. Nothing is thrown at it.
final class Breath extends Waiting {
    private final Strand<?> greenlet;
    private volatile boolean isOver;

    Breath(Strand<?> greenlet) {
        this.greenlet = greenlet;
    }

    void take(long nanos) {
        boolean interrupted = false;
        greenlet.hub.start(this, nanos);
        greenlet.beginWait(this);
        try {
            while (!isOver) {
                LockSupport.park();
                interrupted |= Thread.interrupted() && !Deliveries.tookOurInterrupt(greenlet);
            }
        } finally {
            greenlet.endWait();
            if (interrupted) {
                greenlet.thread.interrupt();
            }
        }
    }

    @Override
    protected void due() {
        wake();
    }

    /// The greenlet goes on without its hub, and still wakes in time.
    @Override
    protected void outlive(long nanos) {
        Leftovers.schedule(this::wake, nanos);
    }

    @Override
    public void wake() {
        isOver = true;
        LockSupport.unpark(greenlet.thread);
    }

    @Override
    public Object who() {
        return greenlet;
    }

    @Override
    public Object on() {
        return null;
    }

    @Override
    public String toString() {
        return "a pause, for so many waits were cut off";
    }
}
