package io.anyloop.sync;

/// A lock that one greenlet or thread holds at a time. Not re-entrant: who locks it again waits for itself, which [io.anyloop.exceptions.LoopExit]
/// names in a closed world. Unlocking hands it to the first in line, so a greenlet that unlocks and locks again goes behind
/// those who wait.
///
/// ```java
/// return lock.call(() -> {
///     int sum = read() + amount; // waits, and still nobody comes in between
///     write(sum);
///     return sum;
/// });
/// ```
///
/// Held by a greenlet, not by the thread that carries it, and kept while the greenlet waits. Any thread, several hubs, before
/// any hub exists too. A holder that never unlocks keeps it for ever, as with any lock of the JDK.
///
/// A method that declares [InterruptedException] is ended by an interrupt from outside, as the interface asks; the others keep
/// the flag for later.
///
/// @see RLock
/// @see <a href="https://www.gevent.org/api/gevent.lock.html">gevent.lock</a>
public final class Lock extends GateLock {
    private final Mutex mutex;

    /// A lock, free.
    public Lock() {
        this(new Mutex("Lock", false));
    }

    private Lock(Mutex mutex) {
        super(mutex, Gate.TAKE, "Lock.lock");
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
