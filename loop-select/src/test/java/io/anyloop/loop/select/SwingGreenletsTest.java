package io.anyloop.loop.select;

import io.anyloop.tck.GreenletContract;

class SwingGreenletsTest extends GreenletContract {
    SwingGreenletsTest() {
        super(new SwingLoopTest());
    }
}
