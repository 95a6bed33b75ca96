package io.anyloop.tck;

import io.anyloop.waiting.Waitable;
import java.util.ArrayList;
import java.util.List;

/// The smallest thing that can be waited for: it is raised, and may be lowered again. Counts who waits. One hub only.
final class Flag implements Waitable {
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean isUp;

    @Override
    public boolean isReady() {
        return isUp;
    }

    @Override
    public Registration whenReady(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }

    void raise() {
        isUp = true;
        List<Runnable> all = List.copyOf(callbacks);
        callbacks.clear();
        all.forEach(Runnable::run);
    }

    void lower() {
        isUp = false;
    }

    int waiting() {
        return callbacks.size();
    }
}
