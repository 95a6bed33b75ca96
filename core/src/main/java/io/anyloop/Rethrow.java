package io.anyloop;

import java.util.concurrent.CancellationException;

/// Throws what the compiler does not know of: the very exception of a greenlet, at the one who waits for it.
final class Rethrow {
    private Rethrow() {}

    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException as(Throwable failure) throws X {
        throw (X) failure;
    }

    static RuntimeException unchecked(Throwable failure) {
        return Rethrow.<RuntimeException>as(failure);
    }

    /// What to throw at the one who wants the result of a greenlet that was killed.
    static CancellationException killed(Greenlet<?> greenlet, GreenletExit exit) {
        CancellationException killed = new CancellationException(greenlet + " was killed.");
        killed.initCause(exit);
        return killed;
    }

    /// The result of a greenlet that has ended, or what it failed with, thrown.
    static <T, X extends Throwable> T resultOf(Greenlet<T> greenlet) throws X {
        return switch (greenlet.outcome) {
            case Outcome.Returned<T>(T value) -> value;
            case Outcome.Failed<T>(Throwable cause) -> throw Rethrow.<X>as(cause);
            case Outcome.Killed<T>(GreenletExit exit) -> throw Rethrow.killed(greenlet, exit);
        };
    }
}
