package io.anyloop.loop.select;

import io.anyloop.descriptors.RawDescriptors;
import io.anyloop.spi.Readiness;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The watches of one loop: which generation of which descriptor number counts. Confined to the
/// loop's thread.
final class Watches {

    /// The loop that these watches belong to: its state, and the way to its selector.
    interface Home {
        /// Throws where the caller may not touch the loop, or the loop is no more.
        ///
        /// @param call what was called, for the message
        void check(String call);

        /// Whether the loop is closed, and with it every watch.
        boolean isClosed();

        /// Passes an arming on to the selector.
        void arm(Arming arming) throws IOException;

        /// Takes a descriptor back from the selector.
        void cancel(DescriptorWatch watch);
    }

    private final Home home;

    // A cancelled watch stays as the memory of its generation. There are never more than descriptor
    // numbers.
    private final Map<Integer, DescriptorWatch> newest = new HashMap<>();

    Watches(Home home) {
        this.home = home;
    }

    DescriptorWatch watch(int descriptor, long generation, Readiness readiness) {
        Objects.requireNonNull(readiness, "readiness");
        home.check("watch");
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "Descriptor "
                            + descriptor
                            + " is negative: it is not open, or was closed before.");
        }
        DescriptorWatch old = newest.get(descriptor);
        if (old != null) {
            refuseUnlessNewer(old, generation);
        }
        RawDescriptors.require();
        if (old != null) {
            old.retire();
        }
        DescriptorWatch watch = new DescriptorWatch(home, descriptor, generation, readiness);
        newest.put(descriptor, watch);
        return watch;
    }

    private static void refuseUnlessNewer(DescriptorWatch old, long generation) {
        if (generation < old.generation) {
            throw new IllegalArgumentException(
                    "Generation %d of descriptor %d is over: generation %d was watched already."
                            .formatted(generation, old.descriptor, old.generation));
        }
        if (generation == old.generation && old.isLive()) {
            throw new IllegalStateException(
                    ("Descriptor %d, generation %d, has a watch already: arm that one, or"
                                    + " cancel it first.")
                            .formatted(old.descriptor, generation));
        }
    }
}
