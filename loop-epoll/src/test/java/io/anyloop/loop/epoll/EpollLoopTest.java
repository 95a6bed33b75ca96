package io.anyloop.loop.epoll;

import io.anyloop.loop.netty.SystemQueues;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import java.util.OptionalInt;

class EpollLoopTest extends LoopContract {
    private final SystemQueues queues = new SystemQueues("eventpoll", "tfd:");

    @Override
    protected LoopProvider provider() {
        return new EpollLoopProvider();
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
