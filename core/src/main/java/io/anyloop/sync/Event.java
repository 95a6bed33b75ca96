package io.anyloop.sync;

import io.anyloop.base.Times;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.time.Duration;

/// A flag that one can wait for. [#set] wakes everyone who waits, also if [#clear] follows at once; those who come later
/// pass while it is set.
///
/// ```java
/// var loaded = new Event();
/// Greenlet.spawn(() -> {
///     page[0] = fetch(url);
///     loaded.set(); // lets all go on who wait, and all who come later
/// });
/// loaded.await();
/// ```
///
/// Any thread, before any hub exists too; [#set], [#clear] and a wait for an event that is set do not wait, so a loop's
/// own thread may call them.
///
/// @see <a href="https://www.gevent.org/api/gevent.event.html">gevent.event.Event</a>
public final class Event extends Gate implements Waitable {
    private volatile boolean isSet;

    /// How many were woken and have not gone on yet: who comes now goes behind them.
    private volatile int waking;

    /// An event that is not set.
    public Event() {
        // For Javadoc.
    }

    /// Sets the flag and wakes all who wait, in the order in which they came. Does not give way; setting twice is the same
    /// as once.
    public void set() {
        Place woken;
        enter();
        try {
            isSet = true;
            woken = admitNext();
        } finally {
            exit();
        }
        Line.resumeAll(woken);
    }

    /// Takes the flag back. Those who were woken stay so.
    public void clear() {
        enter();
        try {
            isSet = false;
        } finally {
            exit();
        }
    }

    /// Whether the flag is set now.
    ///
    /// @return true if so
    public boolean isSet() {
        return isSet;
    }

    /// As [#isSet].
    @Override
    public boolean isReady() {
        return isSet;
    }

    /// Waits until the flag is set. If it is set this returns at once, without giving way; only where others that were
    /// woken have not gone on yet, a greenlet gives way once, and so goes on after them.
    public void await() {
        await(Times.FOREVER);
    }

    /// Waits until the flag is set, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if it was set at some moment of the wait, whether or not it still is
    public boolean await(Duration limit) {
        return await(Times.limit(limit));
    }

    private boolean await(long nanos) {
        if (isSet) {
            if (waking > 0 && Thread.currentThread().isVirtual()) {
                Here.giveWay();
            }
            return true;
        }
        boolean woken = pass(LOOK, Waiter.here("Event.await", this), nanos);
        if (woken) {
            wokenGoesOn();
        }
        return woken;
    }

    private void wokenGoesOn() {
        enter();
        try {
            waking--;
        } finally {
            exit();
        }
    }

    @Override
    boolean isOpenFor(int kind) {
        return isSet;
    }

    @Override
    void take(int kind, Thread who) {
        if (who != null) {
            waking++;
        }
    }

    @Override
    public Registration whenReady(Runnable callback) {
        return register(callback);
    }

    @Override
    public String toString() {
        return "Event[%s, %d waiting]".formatted(isSet ? "set" : "not set", waiting());
    }
}
