package io.anyloop.loop.sim;

import io.anyloop.tck.GreenletContract;

class SimGreenletsTest extends GreenletContract {
    SimGreenletsTest() {
        super(new SimLoopTest());
    }
}
