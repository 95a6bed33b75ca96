package io.anyloop.sync;

import io.anyloop.base.Times;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;

/// The gate of a lock: held by one thread, a greenlet's or another.
final class Mutex extends Gate {
    private final String name;
    private final boolean reentrant;
    private volatile Thread owner;

    /// How often it is held. Changed by the owner, or by who makes one the owner.
    private int depth;

    Mutex(String name, boolean reentrant) {
        this.name = name;
        this.reentrant = reentrant;
    }

    boolean isTaken() {
        return owner != null;
    }

    boolean isHeldHere() {
        return owner == Thread.currentThread();
    }

    /// How often the caller holds it.
    int depthHere() {
        return isHeldHere() ? depth : 0;
    }

    @Override
    boolean isOpenFor(int kind) {
        return owner == null;
    }

    @Override
    boolean admits(int kind, Thread who) {
        return owner == who ? reentrant : super.admits(kind, who);
    }

    @Override
    void take(int kind, Thread who) {
        owner = who;
        depth++;
    }

    /// Nobody but the owner can make it cease to be one, so this needs no guard.
    void requireHeld(String call) {
        Thread held = owner;
        if (held != Thread.currentThread()) {
            String who = held == null ? "free" : "held by " + Here.nameOf(held);
            throw new IllegalMonitorStateException(
                    "%s.%s is refused to %s: the lock is %s. Lock it first, and unlock it in the same greenlet or thread."
                            .formatted(name, call, Here.nameOf(Thread.currentThread()), who));
        }
    }

    void release() {
        requireHeld("unlock()");
        Place next = null;
        enter();
        try {
            if (--depth == 0) {
                owner = null;
                next = admitNext();
            }
        } finally {
            exit();
        }
        Line.resumeAll(next);
    }

    /// Puts a place of the owner's into a line under this guard, and gives the lock up however often it is held, in one
    /// step.
    ///
    /// @return how often it was held
    int giveUp(Line line, Place place) {
        Place next;
        int held = depth;
        enter();
        try {
            line.add(place);
            depth = 0;
            owner = null;
            next = admitNext();
        } finally {
            exit();
        }
        Line.resumeAll(next);
        return held;
    }

    /// Takes the lock as often as it was held.
    void takeBack(int held, String call, Object on) {
        if (!tryPass(TAKE)) {
            pass(TAKE, Waiter.here(call, on).shielded(), Times.FOREVER);
        }
        depth = held;
    }

    @Override
    public String toString() {
        Thread held = owner;
        return held == null
                ? name + "[free]"
                : "%s[held by %s, %d waiting]".formatted(name, Here.nameOf(held), waiting());
    }

    /// [#enter], for what belongs to this.
    final void enterGuard() {
        enter();
    }

    /// [#exit], likewise.
    final void exitGuard() {
        exit();
    }

    /// [#stay], for a condition of this.
    final boolean stayHere(Place.Waiting place, long nanos) {
        return stay(place, nanos);
    }
}
