package io.anyloop.loop.select;

import io.anyloop.tck.GreenletContract;

class SelectGreenletsTest extends GreenletContract {
    SelectGreenletsTest() {
        super(new SelectLoopTest());
    }
}
