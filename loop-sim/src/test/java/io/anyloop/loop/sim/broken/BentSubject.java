package io.anyloop.loop.sim.broken;

import io.anyloop.loop.sim.SimLoopProvider;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.setup.Wire;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A bent loop and its provider, which a subclass may bend as well.
class BentSubject implements Subject, LoopProvider {
    private final LoopProvider healthy = new SimLoopProvider();
    private final Supplier<? extends BentLoop> loops;

    BentSubject(Supplier<? extends BentLoop> loops) {
        this.loops = loops;
    }

    @Override
    public final LoopProvider provider() {
        return this;
    }

    @Override
    public final Optional<Wire> openWire(Loop loop) {
        return Optional.of(((BentLoop) loop).openWire());
    }

    @Override
    public String name() {
        return healthy.name();
    }

    @Override
    public Kind kind() {
        return healthy.kind();
    }

    @Override
    public String systems() {
        return healthy.systems();
    }

    @Override
    public final int priority() {
        return healthy.priority();
    }

    @Override
    public Availability availability() {
        return healthy.availability();
    }

    /// What the loops declare.
    @Override
    public Set<Capability> capabilities() {
        return loops.get().capabilities();
    }

    @Override
    public BentLoop open() {
        return loops.get();
    }
}
