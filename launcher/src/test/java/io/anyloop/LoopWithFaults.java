package io.anyloop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.Set;

/// A loop of which some calls fail.
final class LoopWithFaults implements DrivenLoop {
    enum Call {
        POLL,
        MOVE,
        WATCH
    }

    static final String MESSAGE = "injected";

    private final DrivenLoop loop;
    private final Call call;
    private final Shortage shortage;

    LoopWithFaults(DrivenLoop loop, Call call, Shortage shortage) {
        this.loop = loop;
        this.call = call;
        this.shortage = shortage;
    }

    private boolean fails(Call now) {
        return now == call && shortage.hits();
    }

    @Override
    public void poll(long nanos) throws IOException {
        if (fails(Call.POLL)) {
            throw new IOException(MESSAGE);
        }
        loop.poll(nanos);
    }

    @Override
    public void moveTo(Thread owner) {
        if (fails(Call.MOVE)) {
            throw new IllegalStateException(MESSAGE);
        }
        loop.moveTo(owner);
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        if (fails(Call.WATCH)) {
            throw new IllegalStateException(MESSAGE);
        }
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
