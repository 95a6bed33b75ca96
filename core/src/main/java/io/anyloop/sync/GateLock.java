package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What our locks have in common: the calls of a lock, on top of a gate. The gate says who holds it and who is next.
abstract class GateLock implements java.util.concurrent.locks.Lock {
    private final Gate gate;
    private final int kind;
    private final String call;

    /// A lock.
    ///
    /// @param gate what to pass
    /// @param kind what the gate is to give
    /// @param call what people read in a dump
    GateLock(Gate gate, int kind, String call) {
        this.gate = gate;
        this.kind = kind;
        this.call = call;
    }

    private Waiter waiter() {
        return Waiter.here(call, this);
    }

    /// Takes the lock, and waits for it if need be, in line, first come, first served. Kills and timeouts end the wait; an
    /// interrupt does not, its flag is kept.
    ///
    /// @throws BlockingInLoopException on a loop's own thread, unless the lock is free
    @Override
    public void lock() {
        if (!gate.tryPass(kind)) {
            gate.pass(kind, waiter(), Times.FOREVER);
        }
    }

    /// As [#lock], but an interrupt ends the wait, in greenlets too.
    ///
    /// @throws InterruptedException if the thread is interrupted, before or meanwhile; the lock is not taken
    /// @throws BlockingInLoopException on a loop's own thread, unless the lock is free
    @Override
    public void lockInterruptibly() throws InterruptedException {
        Waiter.throwIfInterrupted();
        if (!gate.tryPass(kind)) {
            gate.pass(kind, waiter().interruptible(), Times.FOREVER);
        }
    }

    /// Takes the lock if it is free, which implies that nobody waits for it. Never waits, never gives way.
    ///
    /// @return whether it took it
    @Override
    public boolean tryLock() {
        return gate.tryPass(kind);
    }

    /// Takes the lock, and waits for it at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn if the lock is taken
    /// @return whether it took it
    public boolean tryLock(Duration limit) {
        long nanos = Times.limit(limit);
        return gate.tryPass(kind) || gate.pass(kind, waiter(), nanos);
    }

    /// As [#tryLock(Duration)], as `java.util.concurrent` has it: an interrupt ends the wait, in greenlets too.
    ///
    /// @param time how long; zero or less does not wait at all
    /// @param unit its unit
    /// @return whether it took it
    /// @throws InterruptedException if the thread is interrupted, before or meanwhile; the lock is not taken
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(time);
        Waiter.throwIfInterrupted();
        return gate.tryPass(kind)
                || (nanos > 0 && gate.pass(kind, waiter().interruptible(), nanos));
    }

    /// Runs code with the lock, which is released at the end, also if the code fails.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    public <T, X extends Throwable> T call(Body<T, X> body) throws X {
        Objects.requireNonNull(body);
        lock();
        return Rethrow.callAndThen(body, this::unlock);
    }

    /// As `call`, for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails
    public <X extends Throwable> void run(Action<X> action) throws X {
        call(action.asBody());
    }

    /// How many wait for it now. For people and monitors: it may be out of date at once.
    ///
    /// @return the number
    public int waiting() {
        return gate.waiting();
    }
}
