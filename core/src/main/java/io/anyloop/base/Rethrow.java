package io.anyloop.base;

import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import java.util.concurrent.CancellationException;

/// Throws what the compiler does not know of: the very exception of a greenlet, at the one who waits for it.
public final class Rethrow {
    private Rethrow() {}

    @SuppressWarnings("unchecked")
    public static <X extends Throwable> RuntimeException as(Throwable failure) throws X {
        throw (X) failure;
    }

    public static RuntimeException unchecked(Throwable failure) {
        return Rethrow.<RuntimeException>as(failure);
    }

    /// What to throw at the one who wants the result of a greenlet that was killed.
    public static CancellationException killed(Object source, GreenletExit exit) {
        CancellationException killed = new CancellationException(source + " was killed.");
        killed.initCause(exit);
        return killed;
    }

    /// A result, or the failure, thrown.
    ///
    /// @param source whose outcome it is, for the message
    public static <T, X extends Throwable> T resultOf(Outcome<T> outcome, Object source) throws X {
        return switch (outcome) {
            case Outcome.Returned<T>(T value) -> value;
            case Outcome.Failed<T>(Throwable cause) -> throw Rethrow.<X>as(cause);
            case Outcome.Killed<T>(GreenletExit exit) -> throw Rethrow.killed(source, exit);
        };
    }

    /// Runs the code of a block, and what has to be done at its end in any case. If both fail the first failure is thrown,
    /// with the second as suppressed.
    public static <T, X extends Throwable> T callAndThen(Body<T, X> body, Runnable end) throws X {
        T result;
        try {
            result = body.call();
        } catch (Throwable e) {
            try {
                end.run();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw Rethrow.<X>as(e);
        }
        end.run();
        return result;
    }
}
