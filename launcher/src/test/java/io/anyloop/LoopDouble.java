package io.anyloop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Set;

/// Another loop, for those who change something about it.
class LoopDouble implements DrivenLoop {
    private final DrivenLoop loop;

    LoopDouble(DrivenLoop loop) {
        this.loop = loop;
    }

    @Override
    public void poll(long nanos) throws IOException {
        loop.poll(nanos);
    }

    @Override
    public void moveTo(Thread owner) {
        loop.moveTo(owner);
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return loop.watch(descriptor, generation, readiness);
    }

    @Override
    public void threadEnds() {
        loop.threadEnds();
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return loop.capabilities();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public void wakeup() {
        loop.wakeup();
    }

    @Override
    public void close() {
        loop.close();
    }
}
