package io.anyloop.loop.iouring;

import io.anyloop.tck.GreenletContract;

class IoUringGreenletsTest extends GreenletContract {
    IoUringGreenletsTest() {
        super(new IoUringLoopTest());
    }
}
