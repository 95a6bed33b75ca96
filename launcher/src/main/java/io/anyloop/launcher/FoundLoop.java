package io.anyloop.launcher;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

/// The contract of a loop that brings none of its own: driven, and watching real descriptors if any.
final class FoundLoop extends LoopContract {
    private final LoopProvider provider;

    FoundLoop(LoopProvider provider) {
        this.provider = provider;
    }

    @Override
    protected LoopProvider provider() {
        return provider;
    }
}
