package io.anyloop.loop.kqueue;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

/// On macOS on the system's kqueue, elsewhere on a queue that follows it.
class KQueueLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return TestedProvider.here();
    }
}
