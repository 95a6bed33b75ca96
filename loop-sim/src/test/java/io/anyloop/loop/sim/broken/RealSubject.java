package io.anyloop.loop.sim.broken;

import io.anyloop.loop.select.SelectLoopProvider;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.LoopProvider;
import java.util.Set;
import java.util.function.Supplier;

/// Bent loops in real time.
record RealSubject(Supplier<? extends RealLoop> loops) implements Subject, LoopProvider {
    private static final LoopProvider HEALTHY = new SelectLoopProvider();

    @Override
    public LoopProvider provider() {
        return this;
    }

    @Override
    public String name() {
        return HEALTHY.name();
    }

    @Override
    public Kind kind() {
        return HEALTHY.kind();
    }

    @Override
    public String systems() {
        return HEALTHY.systems();
    }

    @Override
    public int priority() {
        return HEALTHY.priority();
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return HEALTHY.capabilities();
    }

    @Override
    public RealLoop open() {
        return loops.get();
    }
}
