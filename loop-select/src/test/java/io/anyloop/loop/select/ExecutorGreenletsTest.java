package io.anyloop.loop.select;

import io.anyloop.tck.GreenletContract;

class ExecutorGreenletsTest extends GreenletContract {
    ExecutorGreenletsTest() {
        super(new ExecutorLoopTest());
    }
}
