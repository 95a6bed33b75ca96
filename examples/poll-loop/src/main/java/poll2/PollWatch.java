package poll2;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;

/// A descriptor's number under watch, in one generation.
final class PollWatch implements Watch {
    private final PollLoop loop;
    private final int descriptor;
    private final long generation;

    /// Null when the watch is over: nobody is kept alive by it.
    private Readiness readiness;

    /// The directions that are armed; 0 when the watch is spent.
    private int armed;

    PollWatch(PollLoop loop, int descriptor, long generation, Readiness readiness) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.generation = generation;
        this.readiness = readiness;
    }

    int descriptor() {
        return descriptor;
    }

    int armed() {
        return armed;
    }

    @Override
    public void arm(Interest interest, Mode mode) {
        loop.check("arm");
        if (mode == Mode.KEEP) {
            throw new IllegalArgumentException("This loop does not declare KEEP; arm with ONCE.");
        }
        if (readiness == null) {
            throw new IllegalStateException("This watch was cancelled or replaced; watch anew.");
        }
        armed = (interest.reads() ? Readiness.READ : 0) | (interest.writes() ? Readiness.WRITE : 0);
        loop.armed(this);
    }

    @Override
    public void cancel() {
        loop.checkOwner("cancel");
        armed = 0;
        readiness = null;
        loop.spent(this);
    }

    /// Ends this watch for the sake of a newer one.
    void replaceBy(long newer) {
        if (newer < generation) {
            throw new IllegalArgumentException(
                    "Generation %d is watched already, and %d is older.".formatted(generation, newer));
        }
        if (newer == generation && readiness != null) {
            throw new IllegalStateException("This generation is watched already; arm that watch.");
        }
        cancel();
    }

    /// Spends the arming, then tells. A hang-up or an error is told to whichever direction is armed.
    void report(int found) {
        boolean isBroken = (found & (Libc.POLLERR | Libc.POLLHUP | Libc.POLLNVAL)) != 0;
        int what = 0;
        if (isBroken || (found & Libc.POLLIN) != 0) {
            what |= armed & Readiness.READ;
        }
        if (isBroken || (found & Libc.POLLOUT) != 0) {
            what |= armed & Readiness.WRITE;
        }
        if (what != 0) {
            armed = 0;
            loop.spent(this);
            readiness.ready(isBroken ? what | Readiness.UNUSUAL : what);
        }
    }
}
