package io.anyloop.loop.select;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;
import java.util.function.Supplier;

/// The provider of the executor loop as it would be if it had an executor, so that the contract has
/// a loop to judge. What it says without one is in [ExecutorLoopProviderTest].
record ProviderWithHost(Supplier<Loop> opening) implements LoopProvider {
    private static final LoopProvider REAL = new ExecutorLoopProvider();

    @Override
    public String name() {
        return REAL.name();
    }

    @Override
    public Kind kind() {
        return REAL.kind();
    }

    @Override
    public String systems() {
        return REAL.systems();
    }

    @Override
    public int priority() {
        return REAL.priority();
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return REAL.capabilities();
    }

    @Override
    public Loop open() {
        return opening.get();
    }
}
