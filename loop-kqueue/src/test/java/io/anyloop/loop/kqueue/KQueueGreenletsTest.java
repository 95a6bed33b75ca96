package io.anyloop.loop.kqueue;

import io.anyloop.tck.GreenletContract;

class KQueueGreenletsTest extends GreenletContract {
    KQueueGreenletsTest() {
        super(new KQueueLoopTest());
    }
}
