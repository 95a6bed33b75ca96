package io.anyloop.sync;

/// What a [Lock] and an [RLock] have in common: all but whether who has it may take it again.
abstract sealed class MutexLock extends GateLock permits Lock, RLock {
    final Mutex mutex;

    MutexLock(Mutex mutex, String call) {
        super(mutex, Gate.TAKE, call);
        this.mutex = mutex;
    }

    /// Releases the lock.
    ///
    /// @throws IllegalMonitorStateException if the caller does not hold it; says who does
    @Override
    public final void unlock() {
        mutex.release();
    }

    /// Whether somebody holds the lock.
    ///
    /// @return true if so
    public final boolean isLocked() {
        return mutex.isTaken();
    }

    /// Whether the caller holds the lock.
    ///
    /// @return true if so
    public final boolean isHeldByCurrent() {
        return mutex.isHeldHere();
    }

    /// A condition of this lock.
    ///
    /// @return the condition
    @Override
    public final Condition newCondition() {
        return new Condition(mutex);
    }

    @Override
    public final String toString() {
        return mutex.toString();
    }
}
