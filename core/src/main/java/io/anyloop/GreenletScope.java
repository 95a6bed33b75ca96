package io.anyloop;

import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.kernel.Hubs;

/// Code beside a greenlet that must not outlive it.
final class GreenletScope {
    private GreenletScope() {}

    static <R, X extends Throwable> R call(Greenlet<?> greenlet, Body<R, X> body) throws X {
        if (Thread.currentThread() == greenlet.thread()) {
            throw new IllegalStateException(
                    greenlet + " cannot be a scope of its own: it would wait for its own end.");
        }
        Hubs.refuseOnLoop("Greenlet.scope");
        R result;
        try {
            result = body.call();
            greenlet.join();
        } catch (Throwable e) {
            Throwable failure = Greenlet.unmasked(e);
            end(greenlet, failure);
            throw Rethrow.<X>as(failure);
        }
        return result;
    }

    /// Whatever cuts this second wait short is thrown, and takes the first failure along.
    private static void end(Greenlet<?> greenlet, Throwable failure) {
        try {
            greenlet.kill(forOthers(failure));
        } catch (Throwable second) {
            if (second != failure) {
                second.addSuppressed(failure);
            }
            throw second;
        }
    }

    /// A timeout belongs to the greenlet that has started it, and keeps account of that one: another one gets an exit
    /// that names it.
    private static Throwable forOthers(Throwable failure) {
        return failure instanceof Timeout
                ? new GreenletExit("its scope was left by a timeout").initCause(failure)
                : failure;
    }
}
