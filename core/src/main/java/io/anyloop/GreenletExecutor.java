package io.anyloop;

import io.anyloop.exceptions.HubClosedException;
import io.anyloop.kernel.Hubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Runs each task as a greenlet of a hub. Delayed tasks outlive the shutdown, periodic ones do not, as is the custom.
final class GreenletExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final Hub hub;
    private final ExecutorRuns runs = new ExecutorRuns();
    private final CountDownLatch terminated = new CountDownLatch(1);

    GreenletExecutor(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void execute(Runnable command) {
        start(command).start();
    }

    /// Takes a task in. What is given back is to be started.
    private Starter start(Runnable command) {
        Objects.requireNonNull(command, "An executor needs a task to run.");
        if (hub.isClosed()) {
            throw new RejectedExecutionException(
                    hub.engine.lifetime().closed("A task is refused.").getMessage());
        }
        ExecutorRun run = new ExecutorRun(hub, command);
        if (!runs.add(run)) {
            throw new RejectedExecutionException(
                    "This executor of hub %s was shut down and takes no more tasks. Ask for another: hub.executor()."
                            .formatted(hub.name()));
        }
        run.greenlet.whenReady(() -> ended(run));
        return new Starter(run);
    }

    /// Starts a greenlet; the hub may have begun to close meanwhile.
    private final class Starter {
        private final ExecutorRun run;

        Starter(ExecutorRun run) {
            this.run = run;
        }

        void start() {
            startLater(0);
        }

        void startLater(long nanos) {
            try {
                if (nanos > 0) {
                    run.greenlet.startLater(Duration.ofNanos(nanos));
                } else {
                    run.greenlet.start();
                }
            } catch (HubClosedException e) {
                ended(run);
                throw new RejectedExecutionException(e.getMessage(), e);
            }
        }
    }

    private void ended(ExecutorRun run) {
        run.ended();
        runs.remove(run);
        tellIfTerminated();
    }

    private void tellIfTerminated() {
        if (isTerminated()) {
            terminated.countDown();
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new GreenletTask<>(callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new GreenletTask<>(Executors.callable(runnable, value));
    }

    // ---------------------------------------------------------------- later

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return later(callable, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return later(Executors.callable(command), unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long initialDelay, long period, TimeUnit unit) {
        return later(
                Executors.callable(command),
                unit.toNanos(initialDelay),
                unit.toNanos(positive(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return later(
                Executors.callable(command),
                unit.toNanos(initialDelay),
                -unit.toNanos(positive(delay)));
    }

    private static long positive(long period) {
        if (period <= 0) {
            throw new IllegalArgumentException(
                    "A period must be more than zero, this is %d.".formatted(period));
        }
        return period;
    }

    private <T> ScheduledFuture<T> later(Callable<T> callable, long delay, long period) {
        Objects.requireNonNull(callable, "An executor needs a task to run.");
        long nanos = Math.max(0, delay);
        ScheduledTask<T> task = new ScheduledTask<>(hub, callable, nanos, period);
        start(task).startLater(nanos);
        return task;
    }

    // ---------------------------------------------------------------- ending

    @Override
    public void shutdown() {
        runs.shutdown();
        for (ExecutorRun run : runs.rest()) {
            if (run.command instanceof ScheduledTask<?> task && task.isPeriodic()) {
                task.cancel(false);
            }
        }
        tellIfTerminated();
    }

    @Override
    public List<Runnable> shutdownNow() {
        runs.shutdown();
        List<Runnable> neverBegun = new ArrayList<>();
        for (ExecutorRun run : runs.rest()) {
            if (run.drain()) {
                neverBegun.add(run.command);
            } else {
                run.stop();
            }
        }
        tellIfTerminated();
        return neverBegun;
    }

    @Override
    public boolean isShutdown() {
        return runs.isShutdown() || hub.isClosed();
    }

    @Override
    public boolean isTerminated() {
        return isShutdown() && runs.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        tellIfTerminated();
        if (terminated.getCount() > 0) {
            Hubs.refuseOnLoop("ExecutorService.awaitTermination");
        }
        return terminated.await(timeout, unit);
    }

    @Override
    public String toString() {
        return "Executor of " + hub;
    }
}
