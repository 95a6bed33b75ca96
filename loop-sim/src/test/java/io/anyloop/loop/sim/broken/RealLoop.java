package io.anyloop.loop.sim.broken;

import io.anyloop.loop.select.SelectLoopProvider;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// A loop in real time, over real descriptors, that a subclass bends in one place. As it stands it is healthy.
class RealLoop implements DrivenLoop {
    final DrivenLoop real;

    RealLoop() {
        try {
            real = (DrivenLoop) new SelectLoopProvider().open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return real.capabilities();
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public void poll(long nanos) throws IOException {
        real.poll(nanos);
    }

    @Override
    public void moveTo(Thread owner) {
        real.moveTo(owner);
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return real.watch(descriptor, generation, readiness);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public void close() {
        real.close();
    }
}
