package io.anyloop;

import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;

/// A loop of which some calls fail.
final class LoopWithFaults extends LoopDouble {
    enum Call {
        POLL,
        MOVE,
        WATCH
    }

    static final String MESSAGE = "injected";

    private final Call call;
    private final Shortage shortage;

    LoopWithFaults(DrivenLoop loop, Call call, Shortage shortage) {
        super(loop);
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
        super.poll(nanos);
    }

    @Override
    public void moveTo(Thread owner) {
        if (fails(Call.MOVE)) {
            throw new IllegalStateException(MESSAGE);
        }
        super.moveTo(owner);
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        if (fails(Call.WATCH)) {
            throw new IllegalStateException(MESSAGE);
        }
        return super.watch(descriptor, generation, readiness);
    }
}
