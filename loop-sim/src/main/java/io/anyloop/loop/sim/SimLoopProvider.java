package io.anyloop.loop.sim;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Opens [SimLoop]s with seed 0, where somebody asks for the loop named `sim`; it is never chosen
/// otherwise.
public final class SimLoopProvider implements LoopProvider {

    /// For [java.util.ServiceLoader].
    public SimLoopProvider() {}

    @Override
    public String name() {
        return SimLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "every system, in virtual time";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return SimLoop.CAPABILITIES;
    }

    @Override
    public SimLoop open() {
        return SimLoop.seeded(0);
    }
}
