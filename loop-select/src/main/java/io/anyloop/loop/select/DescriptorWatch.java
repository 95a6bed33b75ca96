package io.anyloop.loop.select;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Objects;

/// One generation of a descriptor under watch. Confined to the loop's thread, except [#key].
final class DescriptorWatch implements Watch {
    final int descriptor;
    final long generation;

    /// Belongs to [Descriptors], on the thread that selects.
    SelectionKey key;

    private final Watches.Home home;
    private Readiness readiness; // null when cancelled or replaced
    private Arming arming; // null when spent

    DescriptorWatch(Watches.Home home, int descriptor, long generation, Readiness readiness) {
        this.home = home;
        this.descriptor = descriptor;
        this.generation = generation;
        this.readiness = readiness;
    }

    @Override
    public void arm(Interest interest, Mode mode) throws IOException {
        int what = bits(interest);
        Objects.requireNonNull(mode, "mode");
        home.check("arm");
        if (mode == Mode.KEEP) {
            throw new IllegalArgumentException(
                    "This loop does not declare KEEP: a Selector has no edges. Arm with ONCE.");
        }
        if (!isLive()) {
            throw new IllegalStateException(
                    ("The watch of descriptor %d, generation %d, was cancelled or replaced by a"
                                    + " newer one: watch it anew.")
                            .formatted(descriptor, generation));
        }
        if (arming == null || arming.what != what) {
            Arming next = new Arming(this, what);
            home.arm(next);
            arming = next;
        }
    }

    @Override
    public void cancel() {
        if (home.isClosed()) {
            return;
        }
        home.check("cancel");
        retire();
    }

    /// Ends this watch on its way out, cancelled or replaced.
    void retire() {
        if (isLive()) {
            readiness = null;
            arming = null;
            home.cancel(this);
        }
    }

    boolean isLive() {
        return readiness != null;
    }

    /// Takes a report, unless it answers an arming that no longer counts.
    void hear(Report report) {
        if (arming == report.arming()) {
            arming = null;
            readiness.ready(report.what());
        }
    }

    private static int bits(Interest interest) {
        return (interest.reads() ? Readiness.READ : 0) | (interest.writes() ? Readiness.WRITE : 0);
    }
}
