import io.anyloop.loop.sim.SimLoopProvider;
import io.anyloop.spi.LoopProvider;

/// A loop in virtual time. Exported, since tests use [io.anyloop.loop.sim.SimLoop] by name.
module io.anyloop.loop.sim {
    requires transitive io.anyloop.spi;

    exports io.anyloop.loop.sim;

    provides LoopProvider with
            SimLoopProvider;
}
