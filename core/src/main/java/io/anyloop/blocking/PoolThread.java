package io.anyloop.blocking;

/// A thread of a [ThreadPool]. A daemon, and without the inheritable thread-locals of whoever happened to submit the
/// task that it was started for.
final class PoolThread extends Thread {
    final ThreadPool pool;

    PoolThread(ThreadPool pool, String name, Runnable work) {
        super(null, work, name, 0, false);
        this.pool = pool;
        setDaemon(true);
    }
}
