package io.anyloop.loop.vertx;

import io.anyloop.spi.Surroundings;
import io.vertx.core.internal.ContextInternal;

/// Work of a context on a thread of a pool, as what `executeBlocking` runs, or on a virtual thread that a library made.
final class Visit implements Surroundings {
    private final ContextInternal context;
    private ContextInternal previous;

    private Visit(ContextInternal context) {
        this.context = context;
    }

    /// In the caller's context; null if it is in none.
    static Visit here() {
        ContextInternal current = ContextInternal.current();
        return current == null ? null : new Visit(current);
    }

    @Override
    public boolean enter(Resident nobody) {
        previous = context.beginDispatch();
        return true;
    }

    @Override
    public void leave() {
        context.endDispatch(previous);
    }
}
