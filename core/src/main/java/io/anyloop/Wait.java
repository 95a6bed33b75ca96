package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.waiting.Waitable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Waiting for several things at once: greenlets, of other hubs too, and whatever else is [Waitable]. Any thread.
///
/// ```java
/// Greenlet<String> page = Greenlet.spawn(() -> fetch(url));
/// List<Waitable> ready = Wait.forSome(List.of(page, quit), 1, Duration.ofSeconds(5));
/// String answer = ready.contains(page) ? page.get() : "no page";
/// ```
///
/// A thing that is given twice counts once. Those that are ready at the call come first, in the order in which they
/// were given, the others in the order in which they become ready; what was ready and has been used up by somebody else
/// before the call does not count. The time being up is no failure: those that were ready are the answer. Nothing is
/// ended by not being waited for any longer, and no callback of ours stays behind.
///
/// @see <a href="https://www.gevent.org/api/gevent.html#gevent.wait">gevent.wait</a>
public final class Wait {
    private Wait() {}

    /// Waits until all are ready.
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @return all of them, in the order in which they became ready
    public static <W extends Waitable> List<W> forAll(Collection<? extends W> objects) {
        return list("Wait.forAll", objects, Integer.MAX_VALUE, Times.FOREVER);
    }

    /// Waits until all are ready, at most for a time.
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @param limit how long; zero still gives the others a turn
    /// @return those that were ready in time, in the order in which they became so
    public static <W extends Waitable> List<W> forAll(
            Collection<? extends W> objects, Duration limit) {
        return list("Wait.forAll", objects, Integer.MAX_VALUE, Times.limit(limit));
    }

    /// Waits until some are ready.
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @param count how many to wait for, one or more; more than there are means all
    /// @return as many as were wanted, in the order in which they became ready
    public static <W extends Waitable> List<W> forSome(Collection<? extends W> objects, int count) {
        return list("Wait.forSome", objects, atLeastOne(count), Times.FOREVER);
    }

    /// Waits until some are ready, at most for a time.
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @param count how many to wait for, one or more; more than there are means all
    /// @param limit how long; zero still gives the others a turn
    /// @return those that were ready in time, not more than were wanted, in the order in which they became ready
    public static <W extends Waitable> List<W> forSome(
            Collection<? extends W> objects, int count, Duration limit) {
        return list("Wait.forSome", objects, atLeastOne(count), Times.limit(limit));
    }

    /// The things one by one, each as soon as it is ready.
    ///
    /// ```java
    /// try (var arrivals = Wait.inOrder(greenlets)) {
    ///     for (Greenlet<String> greenlet : arrivals) {
    ///         pages.add(greenlet.get());
    ///     }
    /// }
    /// ```
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @return the things, to be closed if they are not read to their end
    public static <W extends Waitable> Arrivals<W> inOrder(Collection<? extends W> objects) {
        return new Arrivals<>("Wait.inOrder", objects, Integer.MAX_VALUE, Times.FOREVER);
    }

    /// As [#inOrder(Collection)], at most for a time.
    ///
    /// @param <W> what is waited for
    /// @param objects the things
    /// @param limit how long for all of them together, counted from now
    /// @return the things, which end when the time is up
    public static <W extends Waitable> Arrivals<W> inOrder(
            Collection<? extends W> objects, Duration limit) {
        return new Arrivals<>("Wait.inOrder", objects, Integer.MAX_VALUE, Times.limit(limit));
    }

    static <W extends Waitable> List<W> list(
            String call, Collection<? extends W> objects, int count, long nanos) {
        return new Arrivals<W>(call, objects, count, nanos).all();
    }

    static int atLeastOne(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "A wait needs one thing or more to wait for, this count is %d."
                            .formatted(count));
        }
        return count;
    }
}
