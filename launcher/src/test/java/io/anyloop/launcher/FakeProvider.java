package io.anyloop.launcher;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

record FakeProvider(String name, Kind kind, String systems, int priority, Availability availability)
        implements LoopProvider {
    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Loop open() {
        throw new AssertionError("A table opens no loop.");
    }
}
