package io.anyloop.port;

import io.anyloop.kernel.Deadline;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import java.util.concurrent.locks.LockSupport;

/// The JDK's wait for one direction of a descriptor, which the agent brings to the hub: the JDK lets one thread at a time wait
/// there. Hub's thread only.
///
/// A deadline only by name, so that a dump tells what the greenlet waits on; its time limit is the JDK's own timed park.
final class JdkWait extends Deadline {
    private final String what;
    private Thread thread;
    private boolean reported;
    private boolean isWoken;
    private boolean isPinned;

    JdkWait(String what) {
        this.what = what;
    }

    boolean isWaiting() {
        return thread != null;
    }

    /// Whether somebody waits who has not been told yet. Whoever has been may take many turns to run, and needs no watch
    /// meanwhile: what is there would be reported again at each of them.
    boolean isUntold() {
        return thread != null && !isWoken;
    }

    /// Parks the calling thread, once: reports, interrupts, kills and stray unparks all end it.
    ///
    /// @return false if it could not leave its carrier, which nobody can stand in for ([#refusePinned])
    /// @param greenlet the calling greenlet; null for another virtual thread
    /// @param nanos at most so long, 0 without limit
    boolean park(Strand<?> greenlet, long nanos) {
        isPinned = false;
        isWoken = false;
        thread = Thread.currentThread();
        if (greenlet != null) {
            Strands.beginWait(greenlet, this);
        }
        try {
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            } else {
                LockSupport.park(this);
            }
        } finally {
            thread = null;
            if (greenlet != null) {
                Strands.endWait(greenlet);
            }
        }
        return !isPinned;
    }

    /// The waiting thread is about to park its carrier, a host's, which is the one that would have to end the wait. Ends it.
    void refusePinned() {
        if (thread == Thread.currentThread()) {
            isPinned = true;
            LockSupport.unpark(thread);
        }
    }

    void report() {
        if (thread == null) {
            reported = true;
        } else {
            isWoken = true;
            LockSupport.unpark(thread);
        }
    }

    /// Whether something was reported while nobody waited. Forgets it.
    boolean takeReport() {
        boolean was = reported;
        reported = false;
        return was;
    }

    @Override
    protected void due() {
        throw new AssertionError("It is never started.");
    }

    @Override
    public String toString() {
        return what;
    }
}
