package io.anyloop.blocking;

/// A thread of a [ThreadPool]. A daemon, and without the inheritable thread-locals of whoever happened to submit the
/// task that it was started for.
final class PoolThread extends Thread {
    final Crew crew;

    PoolThread(Crew crew, String name, Runnable work) {
        super(null, work, name, 0, false);
        this.crew = crew;
        setDaemon(true);
    }
}
