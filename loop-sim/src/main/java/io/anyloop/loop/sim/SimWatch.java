package io.anyloop.loop.sim;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// A descriptor's number under watch, in one generation.
final class SimWatch implements Watch {
    private final SimLoop loop;
    private final int number;
    private final long generation;
    private final Readiness readiness;

    /// The directions that are armed; 0 when the watch is spent.
    private int armed;

    /// What the number stood for when it was armed last. A descriptor that is closed, and another
    /// one that comes by the same number, are not mistaken for each other.
    private AtomicInteger descriptor;

    private boolean over;

    SimWatch(SimLoop loop, int number, long generation, Readiness readiness) {
        this.loop = loop;
        this.number = number;
        this.generation = generation;
        this.readiness = readiness;
    }

    @Override
    public void arm(Interest interest, Mode mode) throws IOException {
        loop.checkOwner();
        if (over) {
            throw new IllegalStateException(
                    "This watch of descriptor %d was cancelled or replaced; watch it anew."
                            .formatted(number));
        }
        if (Objects.requireNonNull(mode) == Mode.KEEP) {
            throw new IllegalArgumentException("This loop does not declare KEEP; arm with ONCE.");
        }
        descriptor =
                loop.descriptors()
                        .find(number)
                        .orElseThrow(() -> new IOException(Descriptors.notOpen(number)));
        armed = (interest.reads() ? Readiness.READ : 0) | (interest.writes() ? Readiness.WRITE : 0);
    }

    @Override
    public void cancel() {
        loop.checkOwner();
        over = true;
        armed = 0;
    }

    /// Ends this watch for the sake of another one of the same number.
    void replaceBy(long newer) {
        if (newer < generation) {
            throw new IllegalArgumentException(
                    "Descriptor %d is watched in generation %d already, and %d is older."
                            .formatted(number, generation, newer));
        }
        if (newer == generation && !over) {
            throw new IllegalStateException(
                    "Descriptor %d is watched in generation %d already; arm that watch."
                            .formatted(number, generation));
        }
        cancel();
    }

    boolean isReady() {
        return armed != 0 && (descriptor.get() & armed) != 0;
    }

    /// Spends the arming, then tells; so that the listener finds the watch as it will be.
    void report() {
        int what = descriptor.get() & (armed | Readiness.UNUSUAL);
        armed = 0;
        readiness.ready(what);
    }
}
