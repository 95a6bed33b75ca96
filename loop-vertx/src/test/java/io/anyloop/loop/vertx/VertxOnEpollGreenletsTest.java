package io.anyloop.loop.vertx;

import io.anyloop.tck.GreenletContract;

class VertxOnEpollGreenletsTest extends GreenletContract {
    VertxOnEpollGreenletsTest() {
        super(new VertxOnEpollLoopTest());
    }
}
