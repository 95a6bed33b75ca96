package io.anyloop.netty;

import io.anyloop.sync.AsyncResult;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Somebody waits for a future of Netty's. Decides a result as the future is completed, as long as that is waited for. Afterwards
/// it takes itself off the future, which may live for long; or it stays there, to give back what comes too late.
///
/// @param <T> the value
final class FutureWait<T> implements GenericFutureListener<Future<T>> {
    private static final Object DONE = "done";
    private static final Object LEFT = "left";

    final AsyncResult<T> result = new AsyncResult<>();
    private final Future<T> future;

    /// Null as long as somebody waits, then one of the two words, or who takes what comes too late.
    private final AtomicReference<Object> state = new AtomicReference<>();

    private FutureWait(Future<T> future) {
        this.future = future;
    }

    static <T> FutureWait<T> on(Future<T> future) {
        FutureWait<T> wait = new FutureWait<>(future);
        if (future.isDone()) {
            wait.operationComplete(future);
        } else {
            future.addListener(wait);
        }
        return wait;
    }

    @Override
    @SuppressWarnings("unchecked") // Nobody else puts a consumer there.
    public void operationComplete(Future<T> done) {
        if (state.compareAndSet(null, DONE)) {
            NettyFutures.decide(result, done);
        } else if (done.isSuccess() && state.get() instanceof Consumer<?> release) {
            ((Consumer<? super T>) release).accept(done.getNow());
        }
    }

    /// Nobody waits any more.
    void leave() {
        if (state.compareAndSet(null, LEFT)) {
            future.removeListener(this);
        }
    }

    /// Nobody waits any more, and what comes too late is to be given back.
    ///
    /// @param why is thrown to the one who waited
    void leave(Consumer<? super T> release, Throwable why) {
        if (state.compareAndSet(null, release) || !future.isSuccess()) {
            return;
        }
        try {
            release.accept(future.getNow());
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }
}
