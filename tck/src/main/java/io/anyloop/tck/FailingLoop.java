package io.anyloop.tck;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Set;

/// A loop that works until it is broken: then its next poll throws.
final class FailingLoop implements DrivenLoop {
    private final DrivenLoop loop;
    private volatile Throwable failure;

    FailingLoop(DrivenLoop loop) {
        this.loop = loop;
    }

    void breakWith(Throwable failure) {
        this.failure = failure;
        loop.wakeup();
    }

    @Override
    public void poll(long nanos) throws IOException {
        fail();
        loop.poll(nanos);
        fail();
    }

    private void fail() {
        if (failure != null) {
            throw Unchecked.<RuntimeException>rethrow(failure);
        }
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
    public void moveTo(Thread owner) {
        loop.moveTo(owner);
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return loop.watch(descriptor, generation, readiness);
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
