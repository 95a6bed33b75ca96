package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.waiting.Waitable;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/// One subscription to the value of a result. Its signals follow each other: the first is given before anybody else hears of
/// this, and of the others whoever takes the state away gives one, and there is no next but the end.
final class OneItem<T> implements Flow.Subscription {
    private enum State {
        NOT_ASKED,
        ASKED,
        OVER
    }

    private final AsyncResult<T> result;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicReference<State> state = new AtomicReference<>(State.NOT_ASKED);
    private volatile Waitable.Registration registration;
    private volatile boolean isSubscribed;

    OneItem(AsyncResult<T> result, Flow.Subscriber<? super T> subscriber) {
        this.result = result;
        this.subscriber = Objects.requireNonNull(subscriber);
    }

    void start() {
        subscriber.onSubscribe(this);
        isSubscribed = true;
        registration = result.whenReady(this::tell);
        if (state.get() == State.OVER) {
            registration.close();
        }
    }

    @Override
    public void request(long items) {
        if (items > 0) {
            state.compareAndSet(State.NOT_ASKED, State.ASKED);
            tell();
        } else if (end()) {
            subscriber.onError(
                    new IllegalArgumentException(
                            "A subscriber must ask for one item or more, not %d."
                                    .formatted(items)));
        }
    }

    @Override
    public void cancel() {
        end();
        Waitable.Registration own = registration;
        if (own != null) {
            own.close();
        }
    }

    private boolean end() {
        return state.getAndSet(State.OVER) != State.OVER;
    }

    /// Says what can be said by now, if that was not said before.
    private void tell() {
        Outcome<T> outcome = result.outcome();
        if (outcome == null || !isSubscribed) {
            return; // Comes again when it is decided, and the subscriber has returned from
            // onSubscribe.
        }
        switch (outcome) {
            case Outcome.Returned<T>(T value) -> give(value);
            case Outcome.Failed<T>(Throwable cause) -> fail(cause);
            case Outcome.Killed<T>(GreenletExit exit) -> fail(Rethrow.killed(result, exit));
        }
    }

    private void give(T value) {
        if (value == null) {
            if (end()) {
                subscriber.onComplete();
            }
        } else if (state.compareAndSet(State.ASKED, State.OVER)) {
            subscriber.onNext(value);
            subscriber.onComplete();
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            subscriber.onError(failure);
        }
    }
}
