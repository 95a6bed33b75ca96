package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.jdk.PlatformThreads;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Futures of the JDK's as something to wait for. Any thread. Their own `get` and `join` park a greenlet, too, but a kill or a
/// [io.anyloop.Timeout] can only interrupt the first, and nothing ends the second.
///
/// ```java
/// String text = Futures.await(page, Duration.ofSeconds(5));
/// ```
///
/// [AsyncResult#from(CompletionStage)] is for a result that is waited for together with other things.
public final class Futures {
    /// For each future that was asked for and is not decided, what decides ours. One for all: nobody can take a dependent
    /// off a stage again, nor end a thread that waits for a future, and who waits with a limit comes back.
    private static final Kept<Object, AsyncResult<?>> ASKED = new Kept<>();

    private Futures() {}

    /// Waits for a stage, on a greenlet or any other thread. Whoever gives up waiting, by a kill for example, leaves the stage as
    /// it is: cancel it, if nobody else wants it.
    ///
    /// Nothing stays behind on a [CompletableFuture] then. A stage of another kind cannot be left: it keeps an empty listener
    /// until it is complete, and so does a subclass that has `whenComplete` its own way.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stage the stage
    /// @return its result
    /// @throws X if it failed: the very exception, out of the [CompletionException] that it may be wrapped in
    /// @throws java.util.concurrent.CancellationException if it was cancelled
    /// @throws BlockingInLoopException on a loop's own thread, unless it is complete
    public static <T, X extends Throwable> T await(CompletionStage<T> stage) throws X {
        StageWait<T> wait = StageWait.toBeLeft(stage);
        try {
            return wait.<X>get();
        } finally {
            wait.leave();
        }
    }

    /// As [#await(CompletionStage)], for what somebody has to give back: a connection, a lock. Whoever gives up waiting would leave
    /// it to nobody when it comes too late.
    ///
    /// ```java
    /// Connection connection = Futures.await(pool.acquire(), Connection::release);
    /// ```
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stage the stage, which nobody else waits for
    /// @param release gets what came too late, once: as a callback of the stage's, on whatever thread completes that, or in the
    ///     caller if it came just then. It must not wait. What it throws there is reported, as a callback's failure; in the
    ///     caller it is suppressed
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws BlockingInLoopException on a loop's own thread, unless it is complete
    public static <T, X extends Throwable> T await(
            CompletionStage<T> stage, Consumer<? super T> release) throws X {
        Objects.requireNonNull(release);
        StageWait<T> wait = StageWait.on(stage);
        try {
            return wait.<X>get();
        } catch (Throwable e) {
            wait.leave(release, e);
            throw e;
        }
    }

    /// As [#await(CompletionStage)], at most for a time.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stage the stage
    /// @param limit how long; zero still gives the others a turn
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws TimeoutException if the time was up first
    public static <T, X extends Throwable> T await(CompletionStage<T> stage, Duration limit)
            throws X, TimeoutException {
        StageWait<T> wait = StageWait.toBeLeft(stage);
        try {
            return wait.<X>get(limit);
        } finally {
            wait.leave();
        }
    }

    /// As [#await(CompletionStage, Consumer)], at most for a time.
    ///
    /// @param <T> the result
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stage the stage, which nobody else waits for
    /// @param limit how long; zero still gives the others a turn
    /// @param release gets what came too late, as there
    /// @return its result
    /// @throws X if it failed: the very exception
    /// @throws TimeoutException if the time was up first
    public static <T, X extends Throwable> T await(
            CompletionStage<T> stage, Duration limit, Consumer<? super T> release)
            throws X, TimeoutException {
        Objects.requireNonNull(release);
        StageWait<T> wait = StageWait.on(stage);
        try {
            return wait.<X>get(limit);
        } catch (Throwable e) {
            wait.leave(release, e);
            throw e;
        }
    }

    static <T> AsyncResult<T> from(CompletionStage<? extends T> stage) {
        if (stage instanceof CompletableFuture<? extends T> future && future.isDone()) {
            AsyncResult<T> result = new AsyncResult<>();
            takeWhenComplete(stage, result);
            return result;
        }
        return from(stage, (AsyncResult<T> one) -> takeWhenComplete(stage, one));
    }

    /// A result that is decided by the one for a future, which is made for the first who asks.
    static <T> AsyncResult<T> from(Object future, Consumer<? super AsyncResult<T>> ask) {
        AsyncResult<T> made = new AsyncResult<>();
        @SuppressWarnings("unchecked") // The same future, so the same values.
        AsyncResult<T> kept = (AsyncResult<T>) ASKED.putIfAbsent(future, made);
        if (kept != null) {
            return new AsyncResult<>(kept);
        }
        // What it becomes may hold the future.
        WeakReference<Object> known = new WeakReference<>(future);
        made.whenReady(() -> ASKED.remove(known.get()));
        try {
            ask.accept(made);
        } catch (Throwable e) {
            ASKED.remove(future); // Whoever asks again is served, if it is possible then.
            made.fail(e);
            throw e;
        }
        return new AsyncResult<>(made);
    }

    private static <T> void takeWhenComplete(
            CompletionStage<? extends T> stage, AsyncResult<T> result) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.set(value);
            } else {
                result.fail(unwrapped(failure));
            }
        });
    }

    /// A stage that depends on others wraps what they failed with.
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    static <T> AsyncResult<T> from(Future<? extends T> future) {
        if (future instanceof CompletionStage<?> stage) {
            @SuppressWarnings("unchecked") // The same object, so the same values.
            CompletionStage<? extends T> same = (CompletionStage<? extends T>) stage;
            return from(same);
        }
        if (future.isDone()) {
            AsyncResult<T> result = new AsyncResult<>();
            take(future, result);
            return result;
        }
        return from(future, (AsyncResult<T> one) -> takeOnThread(future, one));
    }

    /// Not on a virtual thread: started here it would be carried by this hub, which a get that really blocks would stop.
    private static <T> void takeOnThread(Future<? extends T> future, AsyncResult<T> result) {
        PlatformThreads.start(PlatformThreads.daemon("anyloop-future", () -> take(future, result)));
    }

    private static <T> void take(Future<? extends T> future, AsyncResult<T> result) {
        try {
            result.set(future.get());
        } catch (ExecutionException e) {
            result.fail(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            result.fail(e);
        }
    }

    static <T> CompletableFuture<T> to(AsyncResult<T> result) {
        CompletableFuture<T> future = new CompletableFuture<>();
        result.whenReady(() -> complete(future, result));
        return future;
    }

    private static <T> void complete(CompletableFuture<T> future, AsyncResult<T> result) {
        switch (result.outcome()) {
            case Outcome.Returned<T>(T value) -> future.complete(value);
            case Outcome.Failed<T>(Throwable cause) -> future.completeExceptionally(cause);
            case Outcome.Killed<T>(GreenletExit exit) ->
                    future.completeExceptionally(Rethrow.killed(result, exit));
        }
    }

    static <T> AsyncResult<T> first(Flow.Publisher<? extends T> publisher) {
        AsyncResult<T> result = new AsyncResult<>();
        publisher.subscribe(new First<>(result));
        return result;
    }

    private static final class First<T> implements Flow.Subscriber<T> {
        private final AsyncResult<T> result;
        private Flow.Subscription subscription;

        First(AsyncResult<T> result) {
            this.result = result;
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            if (subscription != null) {
                offered.cancel(); // A subscriber has one subscription only.
                return;
            }
            subscription = offered;
            offered.request(1);
        }

        @Override
        public void onNext(T item) {
            if (result.set(item)) {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.fail(failure);
        }

        @Override
        public void onComplete() {
            result.fail(new NoSuchElementException("The publisher ended without an item."));
        }
    }
}
