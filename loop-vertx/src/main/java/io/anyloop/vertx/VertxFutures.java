package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.sync.AsyncResult;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Between futures of Vert.x's and greenlets. Any thread.
///
/// What flows by itself once it is there, a response, a connection, a WebSocket, any other [io.vertx.core.streams.ReadStream], is held
/// back from the moment in which its future hands it over until the greenlet that awaits it has it: it flows when that waits next. So whatever is
/// asked of it before that, by handlers, `body()` or [VertxStreams#items], misses nothing, and a pause of one's own lasts. A stream
/// that was paused before stays so.
///
/// Vert.x's own `Future.await` parks a greenlet, too, and leaves it to the JDK to wake it; a kill or a
/// [io.anyloop.Timeout] can only interrupt it there. It holds back in the same way if Java was started with Anyloop's agent;
/// without it nothing is held back there, and what flows at once may be lost.
public final class VertxFutures {
    private VertxFutures() {}

    /// Waits for a future, on a greenlet or any other thread but an event loop's own. Whoever gives up waiting, by a kill for
    /// example, leaves the future as it is: those of Vert.x cannot be cancelled. Nothing stays behind on it.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws BlockingInLoopException on an event loop's own thread, in a handler for example, unless it is complete
    public static <T, X extends Throwable> T await(Future<T> future) throws X {
        return future.succeeded()
                ? future.result()
                : VertxFutures.<T, X>await(future, (Consumer<T>) null);
    }

    /// As [#await(Future)], for what somebody has to give back: a connection, a lock. Whoever gives up waiting would leave it to
    /// nobody when it comes too late.
    ///
    /// ```java
    /// var request = await(client.request(options), HttpClientRequest::reset);
    /// var lock = await(vertx.sharedData().getLocalLock("name"), Lock::release);
    /// var connection = await(pool.getConnection(), SqlConnection::close);
    /// var socket = await(netClient.connect(port, host), NetSocket::close);
    /// ```
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param future the future, which nobody else waits for
    /// @param release gets what came too late, once: as a callback of the future's, or in the caller if it came just then. It must
    ///     not wait. What it throws as a callback goes to the exception handler of the context; in the caller it is suppressed
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws BlockingInLoopException on an event loop's own thread, in a handler for example, unless it is complete
    public static <T, X extends Throwable> T await(Future<T> future, Consumer<? super T> release)
            throws X {
        AsyncResult<T> result = new AsyncResult<>();
        Listener<T> listener = Listener.of(future, result);
        try {
            T value = result.<X>get();
            listener.take();
            return value;
        } catch (Throwable e) {
            listener.leave(future, release, e);
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
        return VertxFutures.<T, X>await(future, limit, null);
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
        AsyncResult<T> result = new AsyncResult<>();
        Listener<T> listener = Listener.of(future, result);
        try {
            T value = result.<X>get(limit);
            listener.take();
            return value;
        } catch (Throwable e) {
            listener.leave(future, release, e);
            throw e;
        }
    }

    /// A result that is decided as a future is, to be waited for together with other things. The future keeps it until then: one
    /// for each call. Nobody knows who will take it, and when, so what flows at once is not held back: have it paused by the future,
    /// `future.map(ReadStream::pause)`.
    ///
    /// @param <T> the result
    /// @param future the future
    /// @return the result
    public static <T> AsyncResult<T> result(Future<T> future) {
        if (future.isComplete()) {
            AsyncResult<T> result = new AsyncResult<>();
            decide(result, future.result(), future.cause());
            return result;
        }
        return AsyncResult.from(
                future,
                (AsyncResult<T> result) ->
                        future.onComplete(
                                (T value, Throwable failure) -> decide(result, value, failure)));
    }

    static <T> void decide(AsyncResult<T> result, T value, Throwable failure) {
        if (failure == null) {
            result.set(value);
        } else {
            result.fail(failure);
        }
    }

    /// A future that completes as a result is decided. Its handlers are called in the caller's context, if there is one, else
    /// on the thread that decides. A killed greenlet's is failed with [CancellationException].
    ///
    /// @param <T> the result
    /// @param result the result
    /// @return a new future
    public static <T> Future<T> future(AsyncResult<T> result) {
        Promise<T> promise = promise();
        result.whenReady(() -> complete(promise, result.outcome(), result));
        return promise.future();
    }

    /// A future that completes as a greenlet ends, as [#future(AsyncResult)]. A failure of the greenlet is reported to its
    /// hub's error handler as well: the future may have come too late for it. [VertxHub#call] spares that.
    ///
    /// @param <T> the greenlet's result
    /// @param greenlet the greenlet
    /// @return a new future
    public static <T> Future<T> future(Greenlet<T> greenlet) {
        Promise<T> promise = promise();
        greenlet.whenReady(() -> complete(promise, greenlet.outcome(), greenlet));
        return promise.future();
    }

    private static <T> Promise<T> promise() {
        ContextInternal context = ContextInternal.current();
        return context == null ? Promise.promise() : context.promise();
    }

    private static <T> void complete(Completable<T> promise, Outcome<T> outcome, Object source) {
        switch (outcome) {
            case Outcome.Returned<T>(T value) -> promise.succeed(value);
            case Outcome.Failed<T>(Throwable cause) -> promise.fail(cause);
            case Outcome.Killed<T>(GreenletExit exit) -> promise.fail(killed(source, exit));
        }
    }

    private static CancellationException killed(Object source, GreenletExit exit) {
        var killed = new CancellationException(source + " was killed.");
        killed.initCause(exit);
        return killed;
    }

    /// Runs a body, to complete a promise as it ends. It may be complete already: given up.
    static <T> void decide(Promise<T> promise, Body<? extends T, ?> body) {
        T value;
        try {
            value = body.call();
        } catch (Throwable e) {
            Throwable failure = Greenlet.unmasked(e);
            if (failure instanceof GreenletExit exit) {
                promise.tryFail(killed(Greenlet.current(), exit));
                throw exit;
            }
            promise.tryFail(failure);
            return;
        }
        promise.tryComplete(value);
    }

    /// Fails the promise of a greenlet that has ended without completing it.
    static void giveUp(Promise<?> promise, Greenlet<?> ended) {
        if (promise.future().isComplete()) {
            return;
        }
        switch (ended.outcome()) {
            case Outcome.Failed(Throwable cause) -> promise.tryFail(cause);
            case Outcome.Killed(GreenletExit exit) -> promise.tryFail(killed(ended, exit));
            case Outcome.Returned(Object _) -> {} // It completes the promise first.
        }
    }
}
