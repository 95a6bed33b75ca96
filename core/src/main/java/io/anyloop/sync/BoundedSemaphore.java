package io.anyloop.sync;

/// A semaphore that cannot have more free permits than it began with: a release too many is a mistake, and says so.
///
/// ```java
/// places.acquire();
/// try {
///     return fetch(url);
/// } finally {
///     places.release(); // who gives back more than was taken is told so
/// }
/// ```
///
/// @see <a href="https://www.gevent.org/api/gevent.lock.html">gevent.lock.BoundedSemaphore</a>
public final class BoundedSemaphore extends Semaphore {

    /// A semaphore.
    ///
    /// @param permits how many there are, zero or more
    /// @throws IllegalArgumentException if the number is negative
    public BoundedSemaphore(int permits) {
        super(permits, permits);
    }
}
