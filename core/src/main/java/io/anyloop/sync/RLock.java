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
public final class RLock extends GateLock {
    private final Mutex mutex;

    /// A lock, free.
    public RLock() {
        this(new Mutex("RLock", true));
    }

    private RLock(Mutex mutex) {
        super(mutex, Gate.TAKE, "RLock.lock");
        this.mutex = mutex;
    }

    /// Releases the lock.
    ///
    /// @throws IllegalMonitorStateException if the caller does not hold it; says who does
    @Override
    public void unlock() {
        mutex.release();
    }

    /// Whether somebody holds the lock.
    ///
    /// @return true if so
    public boolean isLocked() {
        return mutex.isTaken();
    }

    /// Whether the caller holds the lock.
    ///
    /// @return true if so
    public boolean isHeldByCurrent() {
        return mutex.isHeldHere();
    }

    /// How often the caller holds the lock.
    ///
    /// @return the number, 0 if it does not
    public int depth() {
        return mutex.depthHere();
    }

    /// A condition of this lock.
    ///
    /// @return the condition
    @Override
    public Condition newCondition() {
        return new Condition(mutex);
    }

    @Override
    public String toString() {
        return mutex.toString();
    }
}
