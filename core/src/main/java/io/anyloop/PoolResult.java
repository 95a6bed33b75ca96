package io.anyloop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/// The result of a task that runs on a [ThreadPool]. Any thread.
///
/// @param <T> the result
public final class PoolResult<T> extends Guarded implements Waitable {
    private final Line line = new Line();
    private T value;
    private Throwable failure;
    private volatile boolean ready;

    PoolResult() {}

    void set(T result) {
        value = result;
        complete();
    }

    void fail(Throwable cause) {
        failure = cause;
        complete();
    }

    private void complete() {
        Place claimed;
        enter();
        try {
            ready = true;
            claimed = line.claimAll();
        } finally {
            exit();
        }
        Line.resumeAll(claimed);
    }

    /// Waits for the result. What the task threw is thrown here: the same instance to every caller, each time, even if
    /// its type is checked.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return what the task returned
    /// @throws X if the task failed
    /// @throws BlockingInLoopException on a loop's own thread, unless the task has ended
    public <X extends Throwable> T get() throws X {
        await("PoolResult.get", Times.FOREVER);
        return this.<X>now();
    }

    /// Waits for the result, at most for a time. The task goes on all the same.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param limit how long; zero still gives the others a turn
    /// @return what the task returned
    /// @throws X if the task failed
    /// @throws TimeoutException if the time was up first
    /// @throws BlockingInLoopException on a loop's own thread, unless the task has ended
    public <X extends Throwable> T get(Duration limit) throws X, TimeoutException {
        if (!await("PoolResult.get", Times.limit(limit))) {
            throw new TimeoutException("The task has not ended within " + limit + ".");
        }
        return this.<X>now();
    }

    private <X extends Throwable> T now() throws X {
        if (failure != null) {
            throw Rethrow.<X>as(failure);
        }
        return value;
    }

    boolean await(String call, long nanos) {
        if (ready) {
            return true;
        }
        Waiter waiter = Waiter.here(call, this);
        Place place = new Place.Waiting(waiter);
        if (!lineUp(place)) {
            return true;
        }
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                leave(place);
            }
        }
    }

    private boolean lineUp(Place place) {
        enter();
        try {
            if (!ready) {
                line.add(place);
            }
            return !ready;
        } finally {
            exit();
        }
    }

    private void leave(Place place) {
        enter();
        try {
            line.remove(place);
        } finally {
            exit();
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Registration whenReady(Runnable callback) {
        Place.Callback place = new Place.Callback(Objects.requireNonNull(callback));
        if (!lineUp(place)) {
            place.resume();
        }
        return () -> {
            place.close();
            leave(place);
        };
    }

    @Override
    public String toString() {
        return ready
                ? "PoolResult[" + (failure == null ? value : failure) + "]"
                : "PoolResult[pending]";
    }
}
