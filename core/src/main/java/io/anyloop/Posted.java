package io.anyloop;

import io.anyloop.kernel.Engine;
import java.util.Objects;

/// A callback on its way to a hub's loop. Made by [Hub#post]. Any thread.
public final class Posted {
    private final Engine hub;
    private volatile Runnable callback;

    Posted(Engine hub, Runnable callback) {
        this.hub = hub;
        this.callback = Objects.requireNonNull(callback, "A post needs a callback.");
    }

    void run() {
        Runnable toRun = callback;
        callback = null;
        if (toRun == null) {
            return;
        }
        try {
            toRun.run();
        } catch (Throwable e) {
            hub.report(toRun, e);
        }
    }

    /// Whether it has yet to run.
    ///
    /// @return true if it has neither begun nor been cancelled
    public boolean isPending() {
        return callback != null;
    }

    /// Takes it back. Does nothing if it has begun. From another thread than the hub's it may run all the same, if it
    /// is just about to.
    public void cancel() {
        callback = null;
    }
}
