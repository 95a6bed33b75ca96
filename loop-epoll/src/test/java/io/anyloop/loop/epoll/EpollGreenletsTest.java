package io.anyloop.loop.epoll;

import io.anyloop.tck.GreenletContract;

class EpollGreenletsTest extends GreenletContract {
    EpollGreenletsTest() {
        super(new EpollLoopTest());
    }
}
