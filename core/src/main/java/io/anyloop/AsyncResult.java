package io.anyloop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A result that comes later, from anywhere: a value, or a failure that is thrown at everyone who gets it.
///
/// Decided once: the first [#set] or [#fail] counts, later ones change nothing and say so with false. `null` is a value.
/// Any thread, before any hub exists too; only [#get()] and [#await()] wait, and not even they once it is decided.
///
/// As a link of a greenlet it takes over how that ended: `greenlet.link(result)`.
///
/// @param <T> the value
/// @see <a href="https://www.gevent.org/api/gevent.event.html">gevent.event.AsyncResult</a>
public final class AsyncResult<T> extends Gate
        implements Waitable, Consumer<Greenlet<? extends T>> {
    private volatile Outcome<T> outcome;

    /// A result that is not decided yet.
    public AsyncResult() {
        // For Javadoc.
    }

    // ---------------------------------------------------------------- deciding

    /// Decides for a value. Wakes all who wait, in the order in which they came; does not give way.
    ///
    /// @param value the value, may be null
    /// @return false if it was decided before; nothing is changed then
    public boolean set(T value) {
        return decide(new Outcome.Returned<>(value));
    }

    /// Decides for a failure, which everyone who gets the result gets: the same instance.
    ///
    /// @param failure the failure
    /// @return false if it was decided before; nothing is changed then
    public boolean fail(Throwable failure) {
        return decide(new Outcome.Failed<>(Objects.requireNonNull(failure)));
    }

    /// Takes over how a greenlet ended, for use as a link. Does nothing if it is decided already.
    ///
    /// @param ended the greenlet
    /// @throws IllegalStateException if it has not ended
    @Override
    public void accept(Greenlet<? extends T> ended) {
        Outcome<? extends T> how = ended.outcome();
        if (how == null) {
            throw new IllegalStateException(
                    ended + " has not ended. Link this result to it: greenlet.link(result).");
        }
        decide(
                switch (how) {
                    case Outcome.Returned<? extends T> returned ->
                            new Outcome.Returned<T>(returned.value());
                    case Outcome.Failed<? extends T> failed ->
                            new Outcome.Failed<T>(failed.cause());
                    case Outcome.Killed<? extends T> killed -> new Outcome.Killed<T>(killed.exit());
                });
    }

    private boolean decide(Outcome<T> how) {
        Place next;
        enter();
        try {
            if (outcome != null) {
                return false;
            }
            outcome = how;
            next = admitNext();
        } finally {
            exit();
        }
        Line.resumeAll(next);
        return true;
    }

    @Override
    boolean isOpenFor(int kind) {
        return outcome != null;
    }

    // ---------------------------------------------------------------- getting

    /// Waits for the value. A failure is thrown here: the same instance to every caller, each time, even if its type is
    /// checked. Name that type to be able to catch it: `result.<IOException>get()`.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return the value
    /// @throws X if it failed
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T get() throws X {
        awaitOutcome("AsyncResult.get", Times.FOREVER);
        return Rethrow.<T, X>resultOf(outcome, this);
    }

    /// Waits for the value, at most for a time.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param limit how long; zero still gives the others a turn if it is not decided
    /// @return the value
    /// @throws X if it failed
    /// @throws TimeoutException if the time was up first
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T get(Duration limit) throws X, TimeoutException {
        if (!awaitOutcome("AsyncResult.get", Times.limit(limit))) {
            throw new TimeoutException(this + " was not decided within " + limit + ".");
        }
        return Rethrow.<T, X>resultOf(outcome, this);
    }

    /// The value, without waiting and without giving way.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return the value
    /// @throws X if it failed
    /// @throws TimeoutException if it is not decided
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T getNow() throws X, TimeoutException {
        if (outcome == null) {
            throw new TimeoutException(this + " is not decided.");
        }
        return Rethrow.<T, X>resultOf(outcome, this);
    }

    /// Waits until it is decided. Does not throw the failure.
    public void await() {
        awaitOutcome("AsyncResult.await", Times.FOREVER);
    }

    /// Waits until it is decided, at most for a time. Does not throw the failure.
    ///
    /// @param limit how long; zero still gives the others a turn if it is not decided
    /// @return false if the time was up first
    public boolean await(Duration limit) {
        return awaitOutcome("AsyncResult.await", Times.limit(limit));
    }

    /// As [#await(Duration)], under another name for the dump.
    boolean awaitOutcome(String call, long nanos) {
        return outcome != null || pass(LOOK, Waiter.here(call, this), nanos);
    }

    @Override
    public Registration whenReady(Runnable callback) {
        return register(callback);
    }

    // ---------------------------------------------------------------- what it is

    /// Whether it is decided.
    @Override
    public boolean isReady() {
        return outcome != null;
    }

    /// Whether it is decided and has not failed. A greenlet that was killed counts as success, as it does for links.
    ///
    /// @return true if so
    public boolean isSuccessful() {
        Outcome<T> how = outcome;
        return how != null && how.isSuccess();
    }

    /// How it was decided.
    ///
    /// @return the outcome; null if it is not decided
    public Outcome<T> outcome() {
        return outcome;
    }

    /// The value, without waiting and without a failure being thrown.
    ///
    /// @return the value; null if there is none
    public T value() {
        return outcome instanceof Outcome.Returned<T>(T value) ? value : null;
    }

    /// The failure.
    ///
    /// @return the failure; null if there is none
    public Throwable exception() {
        return outcome instanceof Outcome.Failed<T>(Throwable cause) ? cause : null;
    }

    @Override
    public String toString() {
        Outcome<T> how = outcome;
        return how == null
                ? "AsyncResult[not decided, %d waiting]".formatted(waiting())
                : "AsyncResult[%s]".formatted(how instanceof Outcome.Returned<T> ? "value" : how);
    }

    // ---------------------------------------------------------------- other libraries' futures

    /// The result of a stage, for greenlets to wait for. Cancelling or timing out a wait does nothing to the stage, which keeps
    /// one listener for each call: keep the result where it is waited for again and again, or use [Futures#await(CompletionStage)].
    ///
    /// @param <T> the value
    /// @param stage what will decide it; a failure that it wraps into [java.util.concurrent.CompletionException] is unwrapped
    /// @return the result
    public static <T> AsyncResult<T> from(CompletionStage<? extends T> stage) {
        return Futures.from(stage);
    }

    /// As [#from(CompletionStage)].
    ///
    /// @param <T> the value
    /// @param future what will decide it
    /// @return the result
    public static <T> AsyncResult<T> from(CompletableFuture<? extends T> future) {
        return Futures.from((CompletionStage<? extends T>) future);
    }

    /// The result of a future, for greenlets to wait for. A future that is done, or is a [CompletionStage] too, costs
    /// nothing more; any other can only be waited for, which a daemon thread of its own does, so that no hub is held up
    /// whatever the future's `get` does. Prefer the stage where a library offers one.
    ///
    /// @param <T> the value
    /// @param future what will decide it; its failure is that of which its `ExecutionException` tells
    /// @return the result
    public static <T> AsyncResult<T> from(Future<? extends T> future) {
        return Futures.from(future);
    }

    /// The first item of a publisher; what comes later is not asked for.
    ///
    /// @param <T> the item
    /// @param publisher what will publish it; without any item the result fails with
    ///     [java.util.NoSuchElementException]
    /// @return the result
    public static <T> AsyncResult<T> first(Flow.Publisher<? extends T> publisher) {
        return Futures.first(publisher);
    }

    /// A future that completes as this is decided, for other libraries. What depends on it runs on whatever thread decides,
    /// a loop's own among them, unless it is given an executor: there it must not wait. Completing or cancelling the
    /// future does nothing to this result; that of a greenlet that was killed is cancelled.
    ///
    /// @return a new future
    public CompletableFuture<T> toCompletableFuture() {
        return Futures.to(this);
    }

    /// A publisher of the one value, for reactive libraries. Each subscriber gets it when this is decided and it has asked for
    /// an item, then the end; of null only the end, since there is no item for it. A failure comes without being asked for;
    /// that of a greenlet that was killed is a [CancellationException]. Subscribers are told on whatever thread decides or asks,
    /// a loop's own among them: there they must not wait. Cancelling a subscription does nothing to this result.
    ///
    /// @return the publisher
    public Flow.Publisher<T> toPublisher() {
        return subscriber -> new OneItem<T>(this, subscriber).start();
    }
}
