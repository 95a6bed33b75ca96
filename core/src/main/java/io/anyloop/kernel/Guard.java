package io.anyloop.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What may be used from several hubs and from plain threads at once: its state is only touched between [#enter] and
/// [#exit].
///
/// Not a lock of the JDK's, which would park a greenlet that finds it taken: then an operation that never waits could let
/// others run, and a loop's own thread could block on a lock whose next owner is one of its own greenlets. Instead the
/// next one spins. That is short: between the two calls nobody waits, runs code of the user's, or allocates more than a
/// node, and since a greenlet is not interrupted by others of its hub, only another thread can be in there.
public abstract class Guard {
    /// More than it takes to leave a guard, and less than a turn of the system's scheduler.
    private static final int SPINS = 100;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Guard.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // By TAKEN.
    private volatile int taken;

    /// Nobody else is inside until [#exit].
    protected final void enter() {
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

    /// Lets the next one in.
    protected final void exit() {
        TAKEN.setRelease(this, 0);
    }
}
