package io.anyloop.netty;

import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.sync.AsyncResult;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Futures of Netty's as something to wait for. Netty's own `sync` and `get` park a greenlet, too, but wake it by way of
/// another thread of the JDK's, and a kill or a [io.anyloop.Timeout] can only interrupt them.
public final class NettyFutures {
    private NettyFutures() {}

    /// Waits for a future, on a greenlet or any other thread. Whoever gives up waiting leaves the future as it is: cancel
    /// it, if nobody else wants it. Nothing stays behind on it.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws CancellationException if it was cancelled
    /// @throws BlockingInLoopException on a loop's own thread, in a handler of Netty's for example, unless it is done
    public static <T, X extends Throwable> T await(Future<T> future) throws X {
        FutureWait<T> wait = FutureWait.on(future);
        try {
            return wait.result.<X>get();
        } finally {
            wait.leave();
        }
    }

    /// As [#await(Future)], for what somebody has to give back. Whoever gives up waiting would leave it to nobody when it comes too
    /// late.
    ///
    /// ```java
    /// var channel = NettyFutures.await(pool.acquire(), pool::release);
    /// var connecting = bootstrap.connect(address);
    /// NettyFutures.await(connecting, connected -> connecting.channel().close());
    /// ```
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future, which nobody else waits for
    /// @param release gets what came too late, once: as a listener of the future's, or in the caller if it came just then. It must
    ///     not wait. Netty logs what it throws there; in the caller that is suppressed
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws CancellationException if it was cancelled
    /// @throws BlockingInLoopException on a loop's own thread, in a handler of Netty's for example, unless it is done
    public static <T, X extends Throwable> T await(Future<T> future, Consumer<? super T> release)
            throws X {
        Objects.requireNonNull(release);
        FutureWait<T> wait = FutureWait.on(future);
        try {
            return wait.result.<X>get();
        } catch (Throwable e) {
            wait.leave(release, e);
            throw e;
        }
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
        FutureWait<T> wait = FutureWait.on(future);
        try {
            return wait.result.<X>get(limit);
        } finally {
            wait.leave();
        }
    }

    /// As [#await(Future, Consumer)], at most for a time.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future, which nobody else waits for
    /// @param limit how long; zero still gives the others a turn
    /// @param release gets what came too late, as there
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws TimeoutException if the time was up first
    public static <T, X extends Throwable> T await(
            Future<T> future, Duration limit, Consumer<? super T> release)
            throws X, TimeoutException {
        Objects.requireNonNull(release);
        FutureWait<T> wait = FutureWait.on(future);
        try {
            return wait.result.<X>get(limit);
        } catch (Throwable e) {
            wait.leave(release, e);
            throw e;
        }
    }

    /// A result that is decided as a future is, to be waited for together with other things. The future keeps it until then: one
    /// for each call.
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

    static <T> void decide(AsyncResult<T> result, Future<T> done) {
        if (done.isSuccess()) {
            result.set(done.getNow());
        } else {
            result.fail(done.cause());
        }
    }
}
