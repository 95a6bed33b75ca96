package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.SystemQueues;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import java.util.OptionalInt;

class IoUringLoopTest extends LoopContract {
    private final SystemQueues queues = new SystemQueues("[io_uring]", "  op=");

    @Override
    protected LoopProvider provider() {
        return new IoUringLoopProvider();
    }

    @Override
    protected Loop openLoop() throws Exception {
        return queues.open(super::openLoop);
    }

    @Override
    protected OptionalInt registrations(Loop loop) {
        return queues.registered(loop);
    }
}
