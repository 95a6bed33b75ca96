package io.anyloop.loop.select;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Set;

/// Opens loops over the JDK's own [Selector]: on every system, with no native code of ours. Any
/// thread.
public final class SelectLoopProvider implements LoopProvider {

    /// For [java.util.ServiceLoader].
    public SelectLoopProvider() {}

    @Override
    public String name() {
        return SelectLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "every system";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return SelectLoop.CAPABILITIES;
    }

    @Override
    public Loop open() throws IOException {
        return new SelectLoop(Selector.open());
    }
}
