package io.anyloop;

import java.util.concurrent.atomic.AtomicReference;

/// A hub's own thread pool, made when it is first asked for. Any thread.
final class LazyPool {
    private static final int THREADS = 10;

    private final Hub hub;
    private final AtomicReference<ThreadPool> pool = new AtomicReference<>();

    LazyPool(Hub hub) {
        this.hub = hub;
    }

    /// The pool. Also while the hub is closing: `finally` blocks may need it.
    ThreadPool get() {
        ThreadPool known = pool.get();
        if (known == null) {
            pool.compareAndSet(
                    null, new ThreadPool(hub.name() + "-pool", THREADS, ThreadPool.IDLE, hub));
            known = pool.get();
        }
        if (!hub.lifetime.isAlive()) {
            known.close();
        }
        return known;
    }

    void close() {
        ThreadPool known = pool.get();
        if (known != null) {
            known.close();
        }
    }
}
