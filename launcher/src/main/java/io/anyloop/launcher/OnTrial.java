package io.anyloop.launcher;

import io.anyloop.tck.GreenletContract;
import io.anyloop.tck.LoopContract;

/// What is judged at the moment: JUnit makes the instances that judge from their class alone, and
/// this is how they find it.
final class OnTrial {
    private static volatile LoopContract contract;

    private OnTrial() {}

    static LoopContract contract() {
        return contract;
    }

    static void put(LoopContract next) {
        contract = next;
    }

    /// The greenlets of that loop.
    static final class Greenlets extends GreenletContract {
        Greenlets() {
            super(contract);
        }
    }
}
