package io.anyloop.loop.sim;

import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.setup.Wire;

public class SimLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new SimLoopProvider();
    }

    @Override
    protected Wire openWire(Loop loop) {
        return new SimWire((SimLoop) loop);
    }
}
