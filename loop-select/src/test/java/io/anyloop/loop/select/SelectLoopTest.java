package io.anyloop.loop.select;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

class SelectLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new SelectLoopProvider();
    }
}
