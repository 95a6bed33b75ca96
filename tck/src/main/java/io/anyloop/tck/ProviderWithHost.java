package io.anyloop.tck;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;
import java.util.function.Supplier;

/// The provider of a hosted loop as it would be if it had found a host, so that the contract has a loop
/// to judge. What the provider says without one is for its own tests.
///
/// @param real the provider
/// @param opening opens a loop over a host that the test makes
public record ProviderWithHost(LoopProvider real, Supplier<Loop> opening) implements LoopProvider {

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Kind kind() {
        return real.kind();
    }

    @Override
    public String systems() {
        return real.systems();
    }

    @Override
    public int priority() {
        return real.priority();
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return real.capabilities();
    }

    @Override
    public Loop open() {
        return opening.get();
    }
}
