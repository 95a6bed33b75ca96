package io.anyloop.loop.sim.broken;

import io.anyloop.loop.sim.SimLoop;
import io.anyloop.loop.sim.SimWire;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A simulated loop that a subclass bends in one place. As it stands it is healthy.
class BentLoop implements DrivenLoop {
    final SimLoop sim = SimLoop.seeded(0);
    final Map<Integer, SimWire> wires = new HashMap<>();

    @Override
    public String name() {
        return sim.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return sim.capabilities();
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
        return new BentWatch(this, descriptor, generation, readiness);
    }

    @Override
    public void wakeup() {
        sim.wakeup();
    }

    @Override
    public void close() {
        sim.close();
    }

    /// A wire that tells this loop more than a system would; so a twin knows where to go wrong.
    SimWire openWire() {
        var wire =
                new SimWire(sim) {
                    @Override
                    public void makeReadable() {
                        super.makeReadable();
                        becameReadable(descriptor());
                    }

                    @Override
                    public void close() {
                        super.close();
                        wasClosed(descriptor());
                    }
                };
        wires.put(wire.descriptor(), wire);
        return wire;
    }

    void becameReadable(int descriptor) {}

    void wasClosed(int descriptor) {}

    /// A watch that a subclass bends in one place.
    static class BentWatch implements Watch, Readiness {
        final Watch plain;
        private final Readiness listener;

        BentWatch(BentLoop loop, int descriptor, long generation, Readiness listener) {
            this.listener = listener;
            plain = loop.sim.watch(descriptor, generation, this);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            plain.arm(interest, mode);
        }

        @Override
        public void cancel() {
            plain.cancel();
        }

        @Override
        public void ready(int what) {
            listener.ready(what);
        }

        /// Arms where it is known that the descriptor is open.
        void armAgain(Interest interest) {
            try {
                plain.arm(interest, Mode.ONCE);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
