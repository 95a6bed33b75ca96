package io.anyloop;

import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Strands;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A future of the JDK whose task is run by a greenlet: cancelling it kills that greenlet, killing that greenlet cancels
/// it. Waits for it are the JDK's, with the JDK's rules about interrupts.
class GreenletTask<T> extends FutureTask<T> {
    private volatile Greenlet<?> greenlet;
    private GreenletExit exit;

    GreenletTask(Callable<T> callable) {
        super(callable);
    }

    /// Which greenlet will run it, so that it can be cancelled before its first step.
    final void runsIn(Greenlet<?> runner) {
        greenlet = runner;
    }

    @Override
    public void run() {
        adopt();
        super.run();
    }

    /// Some wrap a future and run it in a greenlet that was made for the wrapper.
    final void adopt() {
        Greenlet<?> runner = (Greenlet<?>) Strands.of(Thread.currentThread());
        if (runner != null) {
            greenlet = runner;
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!super.cancel(false)) {
            return false;
        }
        Greenlet<?> runner = greenlet;
        if (runner != null) {
            Strands.engine(runner).atHub(() -> kill(runner, mayInterruptIfRunning));
        }
        return true;
    }

    private void kill(Greenlet<?> runner, boolean alsoRunning) {
        if (alsoRunning || runner.state() != Greenlet.State.RUNNING || isBetweenRuns()) {
            Strands.killHere(runner, new GreenletExit("its future was cancelled"));
        }
    }

    /// Whether its greenlet is there but does not run the task.
    boolean isBetweenRuns() {
        return false;
    }

    @Override
    protected void set(T value) {
        Throwable cut = Greenlet.unmasked(null);
        if (cut == null) {
            super.set(value);
        } else {
            fail(cut);
        }
    }

    @Override
    protected void setException(Throwable thrown) {
        fail(Greenlet.unmasked(thrown));
    }

    private void fail(Throwable failure) {
        if (failure instanceof GreenletExit killed) {
            exit = killed;
            super.cancel(false);
        } else {
            super.setException(failure);
        }
    }

    /// Passes on a kill that ended the task, which the future has caught.
    final void throwExit() {
        if (exit != null) {
            throw exit;
        }
    }

    /// Its greenlet has ended, if need be without having run it.
    final void ended(Outcome<?> outcome) {
        if (isDone()) {
            return;
        }
        if (outcome instanceof Outcome.Failed<?>(Throwable cause)) {
            super.setException(cause);
        } else {
            super.cancel(false);
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseOnLoop();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        refuseOnLoop();
        return super.get(timeout, unit);
    }

    private void refuseOnLoop() {
        if (!isDone()) {
            Hubs.refuseOnLoop("Future.get");
        }
    }
}
