package io.anyloop.loop.vertx;

import io.anyloop.tck.GreenletContract;

class VertxOnNioGreenletsTest extends GreenletContract {
    VertxOnNioGreenletsTest() {
        super(new VertxOnNioLoopTest());
    }
}
