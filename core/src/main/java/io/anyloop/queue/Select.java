package io.anyloop.queue;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Waits for the first of several operations on queues and channels. Exactly one happens, the others do not:
///
/// ```java
/// String line =
///         Select.of(
///                         questions.getting(question -> "asked " + question),
///                         answers.putting(answer, () -> "answered"),
///                         quit.getting(word -> "the end").orShutDown(() -> "the end"))
///                 .get();
/// ```
///
/// What belongs to the chosen operation is run by the caller, after the exchange.
///
/// Fair: if several are possible, the one that was chosen longest ago by any select is taken; so the same program chooses
/// in the same way each time, and none is passed over for ever. Those that were never chosen go in the order given. While
/// it waits, a select stands in each line as others do.
///
/// An operation that a shutdown has made impossible is left out, unless it says [Choice#orShutDown].
///
/// Never changes, may be used again, and by several at once. Two selects can meet each other, on other hubs too.
///
/// @param <R> the result
public final class Select<R> {
    private final List<Choice<? extends R>> choices;

    private Select(List<Choice<? extends R>> choices) {
        if (choices.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is nothing to select from, this would wait for ever. Give it at least one choice.");
        }
        this.choices = choices;
    }

    /// A select between some choices.
    ///
    /// @param <R> the result
    /// @param choices what to choose from
    /// @return the select
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <R> Select<R> of(Choice<? extends R>... choices) {
        return new Select<>(List.of(choices));
    }

    /// A select between some choices.
    ///
    /// @param <R> the result
    /// @param choices what to choose from
    /// @return the select
    public static <R> Select<R> of(List<? extends Choice<? extends R>> choices) {
        return new Select<>(List.copyOf(choices));
    }

    /// A select that takes the first item of any of some queues.
    ///
    /// @param <T> the items
    /// @param queues where to take it from
    /// @return the select, whose result is the item
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <T> Select<T> from(Queue<? extends T>... queues) {
        return new Select<>(
                Arrays.stream(queues).<Choice<? extends T>>map(Queue::getting).toList());
    }

    /// A select that takes the first item of any of some channels.
    ///
    /// @param <T> the items
    /// @param channels where to take it from
    /// @return the select, whose result is the item
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <T> Select<T> from(Channel<? extends T>... channels) {
        return new Select<>(
                Arrays.stream(channels).<Choice<? extends T>>map(Channel::getting).toList());
    }

    /// Waits until one of the operations is made.
    ///
    /// @return the result that belongs to it
    /// @throws ShutDownException if none is possible for good, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public R get() {
        return await(Times.FOREVER).result();
    }

    /// Waits until one of the operations is made, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return the result that belongs to it
    /// @throws TimeoutException if the time was up first; none was made then
    /// @throws ShutDownException if none is possible for good, also while this waits
    /// @throws BlockingInLoopException if it would have to wait on a loop's own thread
    public R get(Duration limit) throws TimeoutException {
        Bid<?, R> chosen = await(Times.limit(limit));
        if (chosen == null) {
            throw new TimeoutException(
                    "None of %d choices was possible within %s.".formatted(choices.size(), limit));
        }
        return chosen.result();
    }

    /// Makes one of the operations if that needs no waiting, and does not give way.
    ///
    /// @param otherwise what to do if none is possible
    /// @return the result that belongs to the operation, or that of `otherwise`
    /// @throws ShutDownException if none is possible for good
    public R orElse(Supplier<? extends R> otherwise) {
        Bid<?, R> chosen = new SelectRound<>(choices).choose(null);
        return chosen == null ? otherwise.get() : chosen.result();
    }

    /// Looks, then stands in line; again if a shutdown has ended the wait, since another choice may be left.
    ///
    /// @return null if the time was up first
    private Bid<?, R> await(long nanos) {
        long end = Times.sum(Here.now(), nanos);
        Bid<?, R> chosen = new SelectRound<R>(choices).choose(null);
        long left = nanos;
        while (chosen == null) {
            Waiter waiter = Waiter.here("get", this);
            SelectRound<R> round = new SelectRound<>(choices);
            chosen = round.choose(waiter);
            if (chosen == null) {
                try {
                    waiter.await(left);
                } finally {
                    chosen = round.leave();
                }
                if (chosen == null && !waiter.isWoken()) {
                    return null;
                }
            }
            if (chosen == null && nanos != Times.FOREVER) {
                left = end - Here.now();
                if (left <= 0) {
                    return new SelectRound<R>(choices).choose(null);
                }
            }
        }
        return chosen;
    }

    @Override
    public String toString() {
        return "Select" + choices;
    }
}
