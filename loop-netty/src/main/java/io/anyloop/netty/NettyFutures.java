package io.anyloop.netty;

import io.anyloop.AsyncResult;
import io.anyloop.BlockingInLoopException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/// Futures of Netty's as something to wait for. Netty's own `sync` and `get` park a greenlet, too, but wake it by way of
/// another thread of the JDK's, and a kill or a [io.anyloop.Timeout] can only interrupt them.
public final class NettyFutures {
    private NettyFutures() {}

    /// Waits for a future, on a greenlet or any other thread. Whoever gives up waiting leaves the future as it is: cancel
    /// it, if nobody else wants it.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws CancellationException if it was cancelled
    /// @throws BlockingInLoopException on a loop's own thread, in a handler of Netty's for example, unless it is done
    public static <T, X extends Throwable> T await(Future<T> future) throws X {
        return NettyFutures.<T>result(future).<X>get();
    }

    /// As [#await(Future)], at most for a time.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future
    /// @param limit how long; zero still gives the others a turn
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws TimeoutException if the time was up first
    public static <T, X extends Throwable> T await(Future<T> future, Duration limit)
            throws X, TimeoutException {
        return NettyFutures.<T>result(future).<X>get(limit);
    }

    /// A result that is decided as a future is, to be waited for together with other things.
    ///
    /// @param <T> the result
    /// @param future the future
    /// @return the result
    public static <T> AsyncResult<T> result(Future<T> future) {
        if (future.isDone()) {
            AsyncResult<T> result = new AsyncResult<>();
            decide(result, future);
            return result;
        }
        return AsyncResult.from(
                future,
                (AsyncResult<T> result) ->
                        future.addListener((Future<T> done) -> decide(result, done)));
    }

    private static <T> void decide(AsyncResult<T> result, Future<T> done) {
        if (done.isSuccess()) {
            result.set(done.getNow());
        } else {
            result.fail(done.cause());
        }
    }
}
