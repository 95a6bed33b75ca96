package io.anyloop.loop.sim.broken;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.setup.Host;
import io.anyloop.tck.setup.TckEnvironment;
import io.anyloop.tck.setup.UnfitHost;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.util.Optional;

/// A loop under test, as an object: what a subclass of `LoopContract` says by its methods.
interface Subject {
    LoopProvider provider();

    default void dispose(Loop loop) throws IOException {
        loop.close();
    }

    /// A wire of its own kind; empty where sockets will do.
    default Optional<Wire> openWire(Loop loop) {
        return Optional.empty();
    }

    default Host hostOf(HostedLoop loop) {
        throw new UnsupportedOperationException("This loop has no host.");
    }

    default TckEnvironment environment() {
        return TckEnvironment.current();
    }

    default Optional<HostedLoop> openUnfit(UnfitHost unfit) {
        return Optional.empty();
    }
}
