package park;
// @start region="loop"
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A loop that waits by parking its thread. It can do no more than every loop must: wait for a time, and be woken.
final class ParkLoop implements DrivenLoop {
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Thread owner = Thread.currentThread();
    private volatile boolean closed;

    @Override
    public String name() {
        return "park";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void poll(long nanos) {
        if (closed) {
            throw new IllegalStateException("This loop is closed; open a new one.");
        }
        Thread caller = Thread.currentThread();
        if (caller != owner) {
            throw new WrongThreadException(caller + " polls a loop of " + owner + "; move it first.");
        }
        long begin = nanoTime();
        // Subtracted, never compared with a deadline: that would overflow.
        for (long left = nanos; left > 0 && goesOn(caller); left = nanos - (nanoTime() - begin)) {
            LockSupport.parkNanos(this, left);
        }
        woken.set(false);
    }

    /// A thread that is interrupted would not park, and spin. What the interrupt means is the business of others.
    private boolean goesOn(Thread caller) {
        return !woken.get() && !closed && !caller.isInterrupted();
    }

    /// The mark first: whoever parks looks at it once more before it sleeps, and a permit to go on is not lost.
    @Override
    public void wakeup() {
        if (!woken.getAndSet(true)) {
            LockSupport.unpark(owner);
        }
    }

    @Override
    public void moveTo(Thread owner) {
        this.owner = owner;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        throw new UnsupportedOperationException("The loop \"park\" watches no descriptors.");
    }

    @Override
    public void close() {
        closed = true;
    }
}
// @end
