package io.anyloop.loop.netty;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Objects;

/// One generation of a descriptor under watch. Confined to the loop's thread.
final class NettyWatch implements Watch {
    final long generation;

    private final NettyWatches.Home home;
    private final int descriptor;
    private final DescriptorPort port;
    private Readiness readiness; // null when cancelled or replaced
    private int armed;
    private boolean keeps;
    private boolean wasArmed;

    NettyWatch(
            NettyWatches.Home home,
            DescriptorPort port,
            int descriptor,
            long generation,
            Readiness readiness) {
        this.home = home;
        this.port = port;
        this.descriptor = descriptor;
        this.generation = generation;
        this.readiness = readiness;
    }

    @Override
    public void arm(Interest interest, Mode mode) throws IOException {
        int what =
                (interest.reads() ? Readiness.READ : 0) | (interest.writes() ? Readiness.WRITE : 0);
        boolean keep = Objects.requireNonNull(mode, "mode") == Mode.KEEP;
        home.check("arm");
        if (!isLive()) {
            throw new IllegalStateException(
                    "The watch of descriptor %d, generation %d, was cancelled or replaced by a newer one: watch it anew."
                            .formatted(descriptor, generation));
        }
        if (keep && home.isShared()) {
            throw new IllegalArgumentException(
                    "This loop does not declare KEEP: others register on the same event loop. Arm with ONCE.");
        }
        if (armed == what && !keep && !keeps) {
            return;
        }
        boolean again = wasArmed && !home.isShared();
        // What is armed counts only once the system has taken it.
        armed = 0;
        port.arm(what, keep ? Arming.KEEP : again ? Arming.AGAIN : Arming.ONCE);
        armed = what;
        keeps = keep;
        wasArmed = true;
    }

    @Override
    public void cancel() {
        if (!home.isClosed()) {
            home.check("cancel");
            retire();
        }
    }

    /// Ends this watch on its way out, cancelled or replaced.
    void retire() {
        if (isLive()) {
            readiness = null;
            if (armed != 0) {
                armed = 0;
                port.disarm(keeps || home.isShared());
            }
        }
    }

    boolean isLive() {
        return readiness != null;
    }

    /// A report answers what is armed; what came for an older arming, or for a file that had this number before, is at
    /// most a wake-up too many.
    void hear(int what) {
        int asked = what & armed;
        if (asked == 0) {
            port.unheard();
            return;
        }
        if (!keeps) {
            armed = 0;
            if (home.isShared()) {
                port.disarm(true);
            }
        }
        readiness.ready(asked | what & Readiness.UNUSUAL);
    }
}
