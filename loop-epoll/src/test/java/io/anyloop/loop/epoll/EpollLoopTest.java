package io.anyloop.loop.epoll;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

class EpollLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new EpollLoopProvider();
    }
}
