package io.anyloop;

import java.util.concurrent.atomic.AtomicReference;

/// A thread pool of a hub's own, made when it is first asked for. Any thread.
final class LazyPool {
    private final Hub hub;
    private final String purpose;
    private final int threads;
    private final AtomicReference<ThreadPool> pool = new AtomicReference<>();

    /// @param purpose the end of its name
    /// @param threads how many it has at most, at first
    LazyPool(Hub hub, String purpose, int threads) {
        this.hub = hub;
        this.purpose = purpose;
        this.threads = threads;
    }

    /// The pool. Also while the hub is closing: `finally` blocks may need it.
    ThreadPool get() {
        ThreadPool known = pool.get();
        if (known == null) {
            pool.compareAndSet(
                    null, new ThreadPool(hub.name() + purpose, threads, ThreadPool.IDLE, hub));
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
