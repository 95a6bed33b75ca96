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
        while (!TAKEN.compareAndSet(this, 0, 1)) {
            Thread.onSpinWait();
        }
    }

    final void exit() {
        TAKEN.setRelease(this, 0);
    }
}
