package io.anyloop.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one platform thread runs of a hub's, for the [io.anyloop.watch.Watchdog] to look at. Written by that thread with plain stores.
public final class Progress {
    private static final VarHandle RUNNING;
    private static final VarHandle COUNT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUNNING = lookup.findVarHandle(Progress.class, "running", Runnable.class);
            COUNT = lookup.findVarHandle(Progress.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Runnable running;
    private long count;

    void begin(Runnable task) {
        COUNT.setOpaque(this, count + 1);
        RUNNING.setOpaque(this, task);
    }

    void end() {
        RUNNING.setOpaque(this, null);
    }

    /// What runs; null between two tasks. Any thread.
    public Runnable running() {
        return (Runnable) RUNNING.getOpaque(this);
    }

    /// How many tasks have begun. Any thread.
    public long count() {
        return (long) COUNT.getOpaque(this);
    }
}
