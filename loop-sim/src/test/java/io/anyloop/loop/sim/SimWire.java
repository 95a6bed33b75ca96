package io.anyloop.loop.sim;

import static io.anyloop.spi.Readiness.READ;
import static io.anyloop.spi.Readiness.WRITE;

import io.anyloop.tck.setup.Wire;

/// A wire whose watched end is a simulated descriptor.
public class SimWire implements Wire {
    private final SimLoop loop;
    private final int descriptor;
    private int bytes;
    private boolean closed;

    /// Opens a descriptor with room to write.
    public SimWire(SimLoop loop) {
        this.loop = loop;
        descriptor = loop.openDescriptor();
        loop.setReady(descriptor, WRITE);
    }

    @Override
    public final int descriptor() {
        return descriptor;
    }

    @Override
    public void makeReadable() {
        bytes++;
        loop.setReady(descriptor, READ);
    }

    /// Whether there is something to read.
    public final boolean isReadable() {
        return bytes > 0;
    }

    @Override
    public int drain() {
        int drained = bytes;
        bytes = 0;
        loop.clearReady(descriptor, READ);
        return drained;
    }

    @Override
    public void fill() {
        loop.clearReady(descriptor, WRITE);
    }

    @Override
    public void makeWritable() {
        loop.setReady(descriptor, WRITE);
    }

    @Override
    public void hangUp() {
        loop.hangUp(descriptor);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            loop.closeDescriptor(descriptor);
        }
    }
}
