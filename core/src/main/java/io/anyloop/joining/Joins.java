package io.anyloop.joining;

import io.anyloop.base.Times;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.util.Collection;

/// Waits for the ends of greenlets, and of other things.
public final class Joins {
    private Joins() {}

    /// Waits for the end of one.
    ///
    /// @param nanos at most so long
    /// @return false if the time was up first
    public static boolean await(Strand<?> greenlet, String call, long nanos) {
        if (Strands.outcome(greenlet) != null) {
            return true;
        }
        return await(greenlet, Waiter.here(call, greenlet), nanos);
    }

    private static boolean await(Strand<?> greenlet, Waiter waiter, long nanos) {
        Runnable leave = Strands.join(greenlet, waiter);
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                leave.run();
            }
        }
    }

    /// Waits until something is ready.
    ///
    /// @param nanos at most so long
    /// @return false if the time was up first
    public static boolean awaitReady(Waitable what, String call, long nanos) {
        if (what.isReady()) {
            return true;
        }
        Waiter waiter = Waiter.here(call, what);
        Waitable.Registration registration = what.whenReady(waiter::wake);
        try {
            return waiter.await(nanos);
        } finally {
            registration.close();
        }
    }

    /// Waits for the ends of all, whatever is thrown into the caller meanwhile.
    public static void awaitAllShielded(Collection<? extends Strand<?>> greenlets, String call) {
        for (Strand<?> greenlet : greenlets) {
            if (Strands.outcome(greenlet) == null) {
                await(greenlet, Waiter.here(call, greenlet).shielded(), Times.FOREVER);
            }
        }
    }
}
