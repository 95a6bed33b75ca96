package io.anyloop.launcher;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Takes a name that another loop has. Public, since a ServiceLoader makes it.
public final class SecondSelectProvider implements LoopProvider {
    @Override
    public String name() {
        return "select";
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "none";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Loop open() {
        throw new AssertionError("It is refused before it is opened.");
    }
}
