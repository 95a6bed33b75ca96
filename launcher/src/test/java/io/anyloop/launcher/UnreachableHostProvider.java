package io.anyloop.launcher;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// A hosted loop that brings no contract. Public, since a ServiceLoader makes it.
public final class UnreachableHostProvider implements LoopProvider {
    @Override
    public String name() {
        return "unreachable";
    }

    @Override
    public Kind kind() {
        return Kind.HOSTED;
    }

    @Override
    public String systems() {
        return "every system";
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
        return Set.of();
    }

    @Override
    public Loop open() {
        throw new AssertionError("It is refused before it is opened.");
    }
}
