package io.anyloop.loop.iouring;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

class IoUringLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new IoUringLoopProvider();
    }
}
