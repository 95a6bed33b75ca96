package io.anyloop.vertx;

import io.anyloop.AsyncResult;
import io.vertx.core.Completable;
import io.vertx.core.Future;

/// A future that is waited for in place. What it hands over is held back until the one who waits goes on with it, or has given up.
final class Awaited<T> extends Held implements Completable<T> {
    private static final long serialVersionUID = 1;

    private final transient AsyncResult<T> result = new AsyncResult<>();

    private Awaited() {}

    static <T> Awaited<T> of(Future<T> future) {
        Awaited<T> awaited = new Awaited<>();
        future.onComplete(awaited);
        return awaited;
    }

    AsyncResult<T> result() {
        return result;
    }

    @Override
    public void complete(T value, Throwable failure) {
        if (failure == null) {
            hold(value);
            result.set(value);
        } else {
            result.fail(failure);
        }
    }
}
