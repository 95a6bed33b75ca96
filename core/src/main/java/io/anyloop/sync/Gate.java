package io.anyloop.sync;

import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.util.Objects;

/// Something that lets those pass who wait for it: at once while it is open and nobody stands before it, else in one line,
/// strictly first come, first served, across hubs and threads.
///
/// Whoever opens it hands over: the one whose turn it is has what it waited for before it runs again, and nobody can come
/// between. The hooks are called under the guard.
abstract class Gate extends Guarded {
    /// Wants to know that the gate is open, and takes nothing. What callbacks want.
    static final int LOOK = 0;

    static final int TAKE = 1;

    private final Line line = new Line();

    /// Whether the one whose turn it is may pass.
    ///
    /// @param kind what it wants
    abstract boolean isOpenFor(int kind);

    /// Hands over.
    ///
    /// @param kind what is wanted
    /// @param who the thread that passes; null for a callback
    void take(int kind, Thread who) {}

    /// Whether one who just came may pass at once.
    boolean admits(int kind, Thread who) {
        return line.isEmpty() && isOpenFor(kind);
    }

    /// Passes if that needs no wait. Never gives way.
    final boolean tryPass(int kind) {
        Thread who = Thread.currentThread();
        enter();
        try {
            return passUnderGuard(kind, who);
        } finally {
            exit();
        }
    }

    private boolean passUnderGuard(int kind, Thread who) {
        if (!admits(kind, who)) {
            return false;
        }
        take(kind, who);
        return true;
    }

    /// Passes, or waits for its turn.
    ///
    /// @param waiter a wait of the calling thread
    /// @param nanos at most so long; 0 still gives the others a turn
    /// @return false if the time was up first
    final boolean pass(int kind, Waiter waiter, long nanos) {
        Entrant place = new Entrant(waiter, kind);
        enter();
        try {
            if (passUnderGuard(kind, waiter.thread())) {
                return true;
            }
            line.add(place);
        } finally {
            exit();
        }
        return stay(place, nanos);
    }

    /// Calls back when the gate is open for one who looks: at once, or in turn.
    final Waitable.Registration register(Runnable callback) {
        Place.Callback place = new Place.Callback(Objects.requireNonNull(callback));
        boolean isNow;
        enter();
        try {
            isNow = passUnderGuard(LOOK, null);
            if (!isNow) {
                line.add(place);
            }
        } finally {
            exit();
        }
        if (isNow) {
            place.resume();
        }
        return () -> {
            place.close();
            takeOut(place);
        };
    }

    /// Lets those pass whose turn has come. After every change, under the guard.
    ///
    /// @return those who pass, to be resumed outside the guard, each with the next in [Place#next]; null if there is none
    final Place admitNext() {
        Place head = null;
        Place tail = null;
        for (Place place = line.first();
                place != null && isOpenFor(kindOf(place));
                place = line.first()) {
            line.remove(place);
            if (!place.claim()) {
                continue;
            }
            take(
                    kindOf(place),
                    place instanceof Entrant entrant ? entrant.waiter().thread() : null);
            if (head == null) {
                head = place;
            } else {
                tail.next(place);
            }
            tail = place;
        }
        return head;
    }

    private static int kindOf(Place place) {
        return place instanceof Entrant entrant ? entrant.kind : LOOK;
    }

    @Override
    protected final Place leftBehind() {
        return admitNext();
    }

    /// How many wait in line now, callbacks of [Waitable#whenReady] included. For people and monitors: it may be out of
    /// date at once. Any thread.
    ///
    /// @return the number
    public int waiting() {
        enter();
        try {
            return line.size();
        } finally {
            exit();
        }
    }

    /// Somebody who waits for something of a kind.
    private static final class Entrant extends Place.Waiting {
        final int kind;

        Entrant(Waiter waiter, int kind) {
            super(waiter);
            this.kind = kind;
        }
    }
}
