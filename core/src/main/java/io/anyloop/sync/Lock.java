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
public final class Lock extends MutexLock {
    /// A lock, free.
    public Lock() {
        super(new Mutex("Lock", false), "Lock.lock");
    }
}
