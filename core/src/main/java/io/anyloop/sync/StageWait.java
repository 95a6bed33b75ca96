package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Outcome;
import io.anyloop.waiting.Here;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Somebody waits for a stage. Decides a result as the stage is completed, as long as that is waited for. Afterwards it takes
/// itself off the stage, which may live for long; or it stays there, to give back what comes too late.
///
/// A [CompletableFuture] has no way to take a dependent back, but one: what depends on *any of several* is taken off the others when
/// one of them completes. So there is a second one, the exit, which is completed by who gives up.
///
/// @param <T> the value
final class StageWait<T> implements BiConsumer<T, Throwable> {
    private static final String CALL = "Futures.await";

    /// In place of who waits.
    private static final Object LEFT = "left";

    /// Null as long as somebody waits; then how the stage was completed, or who takes what comes too late, or [#LEFT].
    private final AtomicReference<Object> state = new AtomicReference<>();

    private final AsyncResult<T> result = new AsyncResult<>();
    private final CompletionStage<T> stage;

    /// Completed by who gives up; null if nothing can be taken off the stage.
    private CompletableFuture<Object> exit;

    private StageWait(CompletionStage<T> stage) {
        this.stage = stage;
    }

    /// A wait that stays on the stage until that is complete.
    static <T> StageWait<T> on(CompletionStage<T> stage) {
        StageWait<T> wait = new StageWait<>(stage);
        stage.whenComplete(wait);
        return wait;
    }

    /// A wait that nobody needs any more once it is left.
    static <T> StageWait<T> toBeLeft(CompletionStage<T> stage) {
        if (!(stage instanceof CompletableFuture<T> future) || !keepsDependents(stage.getClass())) {
            return on(stage);
        }
        StageWait<T> wait = new StageWait<>(stage);
        wait.exit = new CompletableFuture<>();
        CompletableFuture.anyOf(future, wait.exit).whenComplete(wait::acceptAny);
        return wait;
    }

    <X extends Throwable> T get() throws X {
        result.awaitOutcome(CALL, Times.FOREVER);
        return Rethrow.<T, X>resultOf(result.outcome(), stage);
    }

    <X extends Throwable> T get(Duration limit) throws X, TimeoutException {
        if (!result.awaitOutcome(CALL, Times.limit(limit))) {
            throw new TimeoutException(stage + " was not complete within " + limit + ".");
        }
        return Rethrow.<T, X>resultOf(result.outcome(), stage);
    }

    /// Whether the dependents of a future are those that `CompletableFuture` itself keeps: a subclass may have another future do
    /// its work, and never be complete itself. Not remembered: that would keep this class from being unloaded.
    private static boolean keepsDependents(Class<?> type) {
        if (type == CompletableFuture.class) {
            return true;
        }
        try {
            return type.getMethod("whenComplete", BiConsumer.class).getDeclaringClass()
                    == CompletableFuture.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked") // The exit gives null.
    private void acceptAny(Object value, Throwable failure) {
        accept((T) value, failure);
    }

    /// The stage is complete, or this was left.
    @Override
    public void accept(T value, Throwable failure) {
        Outcome<T> outcome =
                failure == null
                        ? new Outcome.Returned<>(value)
                        : new Outcome.Failed<>(Futures.unwrapped(failure));
        if (state.compareAndSet(null, outcome)) {
            if (failure == null) {
                result.set(value);
            } else {
                result.fail(Futures.unwrapped(failure));
            }
        } else if (failure == null && state.get() != LEFT) {
            giveBackLate(value);
        }
    }

    @SuppressWarnings("unchecked") // Nobody else puts a consumer there.
    private void giveBackLate(T value) {
        try {
            ((Consumer<? super T>) state.get()).accept(value);
        } catch (Throwable e) {
            Here.report(this, e);
        }
    }

    /// Nobody waits any more.
    void leave() {
        if (state.compareAndSet(null, LEFT) && exit != null) {
            exit.complete(null);
        }
    }

    /// Nobody waits any more, and what comes too late is to be given back.
    ///
    /// @param why is thrown to the one who waited
    @SuppressWarnings("unchecked") // Nobody else puts an outcome there.
    void leave(Consumer<? super T> release, Throwable why) {
        if (state.compareAndSet(null, release)
                || !(state.get() instanceof Outcome.Returned<?> came)) {
            return;
        }
        try {
            release.accept((T) came.value());
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }

    @Override
    public String toString() {
        return "A future's result that came too late";
    }
}
