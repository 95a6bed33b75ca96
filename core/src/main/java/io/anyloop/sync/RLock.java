package io.anyloop.sync;

/// A lock that one greenlet or thread holds at a time, and may take again: it is free when it was unlocked as often as it was
/// locked. In all else as [Lock].
///
/// ```java
/// again.run(() -> {
///     write(read() + amount);
///     again.run(() -> write(read() + amount)); // the same lock once more
/// });
/// ```
///
/// @see <a href="https://www.gevent.org/api/gevent.lock.html">gevent.lock.RLock</a>
public final class RLock extends MutexLock {
    /// A lock, free.
    public RLock() {
        super(new Mutex("RLock", true), "RLock.lock");
    }

    /// How often the caller holds the lock.
    ///
    /// @return the number, 0 if it does not
    public int depth() {
        return mutex.depthHere();
    }
}
