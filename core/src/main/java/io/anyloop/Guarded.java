package io.anyloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What may be used from several hubs and from plain threads at once: its state is only touched between [#enter] and
/// [#exit].
///
/// Not a lock of the JDK's, which would park a greenlet that finds it taken: then an operation that never waits could let
/// others run, and a loop's own thread could block on a lock whose next owner is one of its own greenlets. Instead the
/// next one spins. That is short: between the two calls nobody waits, runs code of the user's, or allocates more than a
/// node, and since a greenlet is not interrupted by others of its hub, only another thread can be in there.
abstract class Guarded {
    /// More than it takes to leave a guard, and less than a turn of the system's scheduler.
    private static final int SPINS = 100;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Guarded.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // By TAKEN.
    private volatile int taken;

    final void enter() {
        for (int spins = 0; !TAKEN.compareAndSet(this, 0, 1); spins++) {
            pause(spins);
        }
    }

    /// Who finds the guard taken for long waits for a thread that the system has put off, and does better to make room for
    /// it. A greenlet cannot: to yield would let others of its hub run.
    private static void pause(int spins) {
        if (spins < SPINS || Thread.currentThread().isVirtual()) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    final void exit() {
        TAKEN.setRelease(this, 0);
    }

    /// Waits at a place in one of the lines that this guard is for, and takes the place out if the wait ends otherwise than
    /// by the place being claimed. Not under the guard.
    ///
    /// @param nanos at most so long; 0 still gives the others a turn
    /// @return false if the time was up first
    final boolean stay(Place.Waiting place, long nanos) {
        try {
            return place.waiter.await(nanos);
        } finally {
            if (!place.waiter.isWoken()) {
                takeOut(place);
            }
        }
    }

    /// Takes a place out of its line, if it still stands there.
    final void takeOut(Place place) {
        Place next = null;
        enter();
        try {
            if (place.line != null) {
                place.line.remove(place);
                next = leftBehind();
            }
        } finally {
            exit();
        }
        Line.resumeAll(next);
    }

    /// Somebody has left a line, and may have held up others. Under the guard.
    ///
    /// @return who can go on now, as [Line#claimAll] gives them
    Place leftBehind() {
        return null;
    }
}
