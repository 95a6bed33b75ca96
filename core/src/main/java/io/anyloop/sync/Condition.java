package io.anyloop.sync;

import io.anyloop.base.Times;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/// Where the holder of a [Lock] or [RLock] waits until another holder says that something has changed. Waiting gives the
/// lock up, however often it is held, and takes it as often again before the call ends: by a signal, by time, and also by an
/// exception that is thrown into the greenlet, so that the block's own unlock is right. While a greenlet takes the lock
/// again a kill or a [io.anyloop.Timeout] has to wait; it comes at its next wait. ([io.anyloop.exceptions.LoopExit] alone comes out without the lock.)
///
/// ```java
/// return lock.call(() -> {
///     while (items.isEmpty()) {
///         changed.await(); // the lock is free meanwhile
///     }
///     return items.removeLast();
/// });
/// ```
///
/// A wait ends by a signal, never without a cause; but another may take the lock between the signal and its end, so look
/// again in a loop. A signal is not lost with one who is killed or runs out of time: it goes to the next.
///
/// Methods that declare [InterruptedException] are ended by an interrupt from outside. Each method is refused with
/// [IllegalMonitorStateException] to those who do not hold the lock.
public final class Condition implements java.util.concurrent.locks.Condition {
    private final Mutex mutex;

    /// Under the guard of the mutex.
    private final Line line = new Line();

    Condition(Mutex mutex) {
        this.mutex = mutex;
    }

    // ---------------------------------------------------------------- waiting

    /// Waits for a signal.
    ///
    /// @throws InterruptedException if the thread is interrupted from outside, before or meanwhile
    @Override
    public void await() throws InterruptedException {
        awaitInterruptibly(Times.FOREVER);
    }

    /// Waits for a signal. An interrupt does not end the wait; kills and timeouts do.
    @Override
    public void awaitUninterruptibly() {
        await(waiter(), Times.FOREVER);
    }

    /// Waits for a signal, at most for a time; taking the lock again may last longer. An interrupt does not end the wait.
    ///
    /// @param limit how long; zero still gives the lock up for a moment and the others a turn
    /// @return false if the time was up first
    public boolean await(Duration limit) {
        return await(waiter(), Times.limit(limit));
    }

    /// As [#await(Duration)], but an interrupt ends the wait.
    ///
    /// @param time how long
    /// @param unit its unit
    /// @return false if the time was up first
    /// @throws InterruptedException if the thread is interrupted from outside, before or meanwhile
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return awaitInterruptibly(unit.toNanos(time));
    }

    /// As [#await(Duration)], but an interrupt ends the wait.
    ///
    /// @param nanos how long, in nanoseconds
    /// @return how much of the time was left; zero or less if it was up
    /// @throws InterruptedException if the thread is interrupted from outside, before or meanwhile
    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long begin = Here.now();
        boolean signalled = awaitInterruptibly(nanos);
        long left = nanos - (Here.now() - begin);
        return signalled ? left : Math.min(left, 0);
    }

    /// As [#await(Duration)], but until a time of the system's clock, and an interrupt ends the wait.
    ///
    /// @param deadline when to give up
    /// @return false if the time was up first
    /// @throws InterruptedException if the thread is interrupted from outside, before or meanwhile
    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        long millis = deadline.getTime() - System.currentTimeMillis();
        return await(millis, TimeUnit.MILLISECONDS);
    }

    private Waiter waiter() {
        return Waiter.here("Condition.await", this);
    }

    private boolean awaitInterruptibly(long nanos) throws InterruptedException {
        mutex.requireHeld("newCondition().await()");
        Waiter.throwIfInterrupted();
        return await(waiter().interruptible(), Math.max(0, nanos));
    }

    private boolean await(Waiter waiter, long nanos) {
        mutex.requireHeld("newCondition().await()");
        Place.Waiting place = new Place.Waiting(waiter);
        int held = mutex.giveUp(line, place);
        try {
            return mutex.stayHere(place, nanos);
        } finally {
            mutex.takeBack(held, "Condition.await", this);
        }
    }

    // ---------------------------------------------------------------- signals

    /// Ends the wait of the one who waits longest. Does nothing if nobody waits. It goes on once the caller gives up the
    /// lock.
    @Override
    public void signal() {
        signal(1);
    }

    /// Ends the waits of some, those first who wait longest.
    ///
    /// @param count of how many, at most; zero or more
    /// @throws IllegalArgumentException if the number is negative
    public void signal(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "%d cannot be signalled. Use 0 or more.".formatted(count));
        }
        mutex.requireHeld("newCondition().signal()");
        mutex.enterGuard();
        Place woken;
        try {
            woken = line.claim(count);
        } finally {
            mutex.exitGuard();
        }
        Line.resumeAll(woken);
    }

    /// Ends all waits, in the order in which they began.
    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /// How many wait for a signal now. For people and monitors: it may be out of date at once.
    ///
    /// @return the number
    public int waiting() {
        mutex.enterGuard();
        try {
            return line.size();
        } finally {
            mutex.exitGuard();
        }
    }

    @Override
    public String toString() {
        return "Condition[of %s, %d waiting]".formatted(mutex, waiting());
    }
}
