package io.anyloop.launcher;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.GreenletContract;
import io.anyloop.tck.LoopContract;

/// What is judged at the moment: JUnit makes the instances that judge from their class alone, and
/// this is how they find it.
final class OnTrial {
    private static volatile LoopContract contract;

    private OnTrial() {}

    static void put(LoopContract next) {
        contract = next;
    }

    /// The rules of a loop that was found without a contract.
    static final class Rules extends LoopContract {
        @Override
        protected LoopProvider provider() {
            return contract.loop();
        }
    }

    /// The greenlets of that loop.
    static final class Greenlets extends GreenletContract {
        Greenlets() {
            super(contract);
        }
    }
}
