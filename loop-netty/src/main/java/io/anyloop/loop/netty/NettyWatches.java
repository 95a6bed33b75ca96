package io.anyloop.loop.netty;

import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.netty.channel.IoEventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Objects;

/// The descriptors that are watched on one event loop of Netty's: which generation of which number counts. Confined to the
/// event loop's thread.
public final class NettyWatches {

    /// The loop that these watches belong to.
    public interface Home {

        /// Throws where the caller may not touch the loop, or the loop is no more.
        ///
        /// @param call what was called, for the message
        void check(String call);

        /// Whether the loop is closed, and with it every watch.
        ///
        /// @return true if so
        boolean isClosed();

        /// Whether others register on the same event loop. A number that is free again may be theirs next, and both
        /// Netty's tables and the JDK's go by the number: so nothing is left registered but what is waited for.
        ///
        /// @return true if so; [io.anyloop.spi.Mode#KEEP] is refused then
        default boolean isShared() {
            return false;
        }
    }

    private final Home home;
    private final Transport transport;
    private final IoEventLoop eventLoop;

    // A number's entry stays when its watch is cancelled: for the registration that it may still
    // have in the kernel, and as the memory of the generation. There are never more than
    // descriptor numbers.
    private final IntObjectMap<Entry> entries = new IntObjectHashMap<>();

    /// One descriptor number: its port, and who hears of it.
    private final class Entry implements DescriptorPort.Reports {
        final DescriptorPort port;
        NettyWatch newest;

        Entry(int descriptor) {
            port = transport.port(eventLoop, descriptor, this);
        }

        @Override
        public void report(int what) {
            newest.hear(what);
        }
    }

    /// For a loop.
    ///
    /// @param home the loop
    /// @param transport how to register
    /// @param eventLoop where to register
    public NettyWatches(Home home, Transport transport, IoEventLoop eventLoop) {
        this.home = Objects.requireNonNull(home);
        this.transport = Objects.requireNonNull(transport);
        this.eventLoop = Objects.requireNonNull(eventLoop);
    }

    /// As [io.anyloop.spi.Loop#watch].
    ///
    /// @param descriptor the system's number
    /// @param generation how often this number had been closed before
    /// @param readiness hears the reports
    /// @return the watch
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        Objects.requireNonNull(readiness, "readiness");
        home.check("watch");
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "Descriptor %d is negative: it is not open, or was closed before."
                            .formatted(descriptor));
        }
        Entry entry = entries.get(descriptor);
        if (entry == null) {
            entry = new Entry(descriptor);
            entries.put(descriptor, entry);
        } else {
            refuseUnlessNewer(entry.newest, descriptor, generation);
            entry.newest.retire();
        }
        entry.newest = new NettyWatch(home, entry.port, descriptor, generation, readiness);
        return entry.newest;
    }

    /// Somebody else's channel has this number now, so the file that had it is closed: nothing of it stays registered.
    ///
    /// @param descriptor the number, or less than 0 for none
    void isTaken(int descriptor) {
        Entry entry = entries.get(descriptor);
        if (entry != null) {
            entry.port.disarm(true);
        }
    }

    /// Takes back whatever is registered.
    public void close() {
        entries.values().forEach(entry -> entry.newest.retire());
        entries.clear();
    }

    private static void refuseUnlessNewer(NettyWatch old, int descriptor, long generation) {
        if (generation < old.generation) {
            throw new IllegalArgumentException(
                    "Generation %d of descriptor %d is over: generation %d was watched already."
                            .formatted(generation, descriptor, old.generation));
        }
        if (generation == old.generation && old.isLive()) {
            throw new IllegalStateException(
                    "Descriptor %d, generation %d, has a watch already: arm that one, or cancel it first."
                            .formatted(descriptor, generation));
        }
    }
}
