package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Ending;
import io.anyloop.function.Outcome;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
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
/// ```java
/// var answer = new AsyncResult<String>();
/// client.ask(question, answer::set, answer::fail); // calls back on any thread
/// return answer.get(Duration.ofSeconds(5));
/// ```
///
/// Decided once: the first [#set] or [#fail] counts, later ones change nothing and say so with false. `null` is a value.
/// Any thread, before any hub exists too; only [#get()] and [#await()] wait, and not even they once it is decided.
///
/// As a link of a greenlet it takes over how that ended: `greenlet.link(result)`.
///
/// @param <T> the value
/// @see <a href="https://www.gevent.org/api/gevent.event.html">gevent.event.AsyncResult</a>
public final class AsyncResult<T> extends Gate implements Waitable, Consumer<Ending<? extends T>> {
    private volatile Outcome<T> outcome;

    /// What decides this one too, if nobody else does before; null for most.
    private final AsyncResult<T> source;

    /// A result that is not decided yet.
    public AsyncResult() {
        this(null);
    }

    /// @param source decides this one too. It knows of this one only while somebody waits here
    AsyncResult(AsyncResult<T> source) {
        this.source = source;
    }

    // ---------------------------------------------------------------- deciding

    /// Decides for a value. Wakes all who wait, in the order in which they came; does not give way.
    ///
    /// @param value the value, may be null
    /// @return false if it was decided before; nothing is changed then
    public boolean set(T value) {
        return decideFirst(new Outcome.Returned<>(value));
    }

    /// Decides for a failure, which everyone who gets the result gets: the same instance.
    ///
    /// @param failure the failure
    /// @return false if it was decided before; nothing is changed then
    public boolean fail(Throwable failure) {
        return decideFirst(new Outcome.Failed<>(Objects.requireNonNull(failure)));
    }

    /// Takes over how a greenlet ended, for use as a link. Does nothing if it is decided already.
    ///
    /// @param ended the greenlet
    /// @throws IllegalStateException if it has not ended
    @Override
    public void accept(Ending<? extends T> ended) {
        Outcome<? extends T> how = ended.outcome();
        if (how == null) {
            throw new IllegalStateException(
                    ended + " has not ended. Link this result to it: greenlet.link(result).");
        }
        decideFirst(
                switch (how) {
                    case Outcome.Returned<? extends T> returned ->
                            new Outcome.Returned<T>(returned.value());
                    case Outcome.Failed<? extends T> failed ->
                            new Outcome.Failed<T>(failed.cause());
                    case Outcome.Killed<? extends T> killed -> new Outcome.Killed<T>(killed.exit());
                });
    }

    /// Decides, unless the source has done so.
    private boolean decideFirst(Outcome<T> how) {
        return decided() == null && decide(how);
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

    /// The outcome as it is now, also if only the source has been decided yet.
    private Outcome<T> decided() {
        Outcome<T> own = outcome;
        if (own == null && source != null && source.outcome != null) {
            decide(source.outcome);
            return outcome;
        }
        return own;
    }

    /// Has the source decide this one, as long as the registration lasts.
    private Registration attach() {
        return source == null ? null : source.register(this::decided);
    }

    // ---------------------------------------------------------------- getting

    /// Waits for the value. A failure is thrown here: the same instance to every caller, each time, even if its type is
    /// checked. Name that type to be able to catch it: `result.<IOException>get()`.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return the value
    /// @throws X if it failed
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
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
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
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
    /// @throws CancellationException if it is that of a greenlet that was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
    public <X extends Throwable> T getNow() throws X, TimeoutException {
        Outcome<T> how = decided();
        if (how == null) {
            throw new TimeoutException(this + " is not decided.");
        }
        return Rethrow.<T, X>resultOf(how, this);
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
        if (decided() != null) {
            return true;
        }
        Waiter waiter = Waiter.here(call, this);
        Registration attached = attach();
        try {
            return pass(LOOK, waiter, nanos);
        } finally {
            if (attached != null) {
                attached.close();
            }
        }
    }

    @Override
    public Registration whenReady(Runnable callback) {
        Registration own = register(callback);
        Registration attached = attach();
        return attached == null
                ? own
                : () -> {
                    attached.close();
                    own.close();
                };
    }

    // ---------------------------------------------------------------- what it is

    /// Whether it is decided.
    @Override
    public boolean isReady() {
        return decided() != null;
    }

    /// Whether it is decided and has not failed. A greenlet that was killed counts as success, as it does for links.
    ///
    /// @return true if so
    public boolean isSuccessful() {
        Outcome<T> how = decided();
        return how != null && how.isSuccess();
    }

    /// How it was decided.
    ///
    /// @return the outcome; null if it is not decided
    public Outcome<T> outcome() {
        return decided();
    }

    /// The value, without waiting and without a failure being thrown.
    ///
    /// @return the value; null if there is none
    public T value() {
        return decided() instanceof Outcome.Returned<T>(T value) ? value : null;
    }

    /// The failure.
    ///
    /// @return the failure; null if there is none
    public Throwable exception() {
        return decided() instanceof Outcome.Failed<T>(Throwable cause) ? cause : null;
    }

    @Override
    public String toString() {
        Outcome<T> how = decided();
        return how == null
                ? "AsyncResult[not decided, %d waiting]".formatted(waiting())
                : "AsyncResult[%s]".formatted(how instanceof Outcome.Returned<T> ? "value" : how);
    }

    // ---------------------------------------------------------------- other libraries' futures

    /// The result of a stage, for greenlets to wait for. Cancelling or timing out a wait does nothing to the stage, and
    /// leaves nothing on it: however often a stage is asked for, one dependent of ours hangs on it.
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
    /// nothing more; any other can only be waited for, which a daemon thread of its own does (one for each future, however
    /// often that is asked for), so that no hub is held up whatever the future's `get` does. Prefer the stage where a
    /// library offers one.
    ///
    /// @param <T> the value
    /// @param future what will decide it; its failure is that of which its `ExecutionException` tells
    /// @return the result
    public static <T> AsyncResult<T> from(Future<? extends T> future) {
        return Futures.from(future);
    }

    /// The result of a future of another library, for an adapter. Those of most libraries do not let go of a callback again, so
    /// each is asked only once: all results that are made for it are decided with the one that asked, and who gives up
    /// waiting leaves nothing on it.
    ///
    /// @param <T> the value
    /// @param future the future, told from others by its identity
    /// @param ask registers a callback that decides the result it is given. Not called if it was before for this future, and
    ///     that is not decided yet
    /// @return the result
    public static <T> AsyncResult<T> from(Object future, Consumer<? super AsyncResult<T>> ask) {
        return Futures.from(Objects.requireNonNull(future), ask);
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
