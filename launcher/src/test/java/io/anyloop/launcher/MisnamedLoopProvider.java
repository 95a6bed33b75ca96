package io.anyloop.launcher;

import io.anyloop.loop.sim.SimLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;

/// Opens a loop that is broken in one place: its name is not its provider's (rule 1.1). Public,
/// since a ServiceLoader makes it.
public final class MisnamedLoopProvider implements LoopProvider {
    @Override
    public String name() {
        return "misnamed";
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
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.VIRTUAL_TIME);
    }

    @Override
    public DrivenLoop open() {
        return new Misnamed(SimLoop.seeded(0));
    }

    private record Misnamed(SimLoop sim) implements DrivenLoop {
        @Override
        public String name() {
            return "another";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.VIRTUAL_TIME);
        }

        @Override
        public long nanoTime() {
            return sim.nanoTime();
        }

        @Override
        public void poll(long nanos) {
            sim.poll(nanos);
        }

        @Override
        public void moveTo(Thread owner) {
            sim.moveTo(owner);
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            throw new UnsupportedOperationException("This loop watches no descriptors.");
        }

        @Override
        public void wakeup() {
            sim.wakeup();
        }

        @Override
        public void close() {
            sim.close();
        }
    }
}
