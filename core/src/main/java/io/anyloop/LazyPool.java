package io.anyloop;

import io.anyloop.blocking.ThreadPool;
import io.anyloop.kernel.Doors;
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
                    null, Doors.pool(ThreadPool.class, hub.name() + purpose, threads, hub.engine));
            known = pool.get();
        }
        if (!hub.engine.lifetime().isAlive()) {
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
