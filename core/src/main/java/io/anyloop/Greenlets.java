package io.anyloop;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Outcome;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Kills;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What is done to several greenlets at once, of whatever hubs. Any thread; what waits is refused on a loop's own
/// thread with [io.anyloop.exceptions.BlockingInLoopException].
///
/// ```java
/// var all = new ArrayList<Greenlet<String>>();
/// for (String url : urls) {
///     all.add(Greenlet.spawn(() -> fetch(url)));
/// }
/// List<Greenlet<String>> done = Greenlets.joinAll(all, Duration.ofSeconds(5));
/// Greenlets.killAll(all); // those that were too slow
/// ```
///
/// @see Wait
/// @see io.anyloop.group.Group
/// @see <a href="https://www.gevent.org/api/gevent.html#gevent.joinall">gevent.joinall, gevent.killall</a>
public final class Greenlets {
    private static final int SHOWN = 10;

    private Greenlets() {}

    // ---------------------------------------------------------------- joining

    /// Waits until all have ended. Does not throw what they failed with.
    ///
    /// @param <G> the greenlets' type
    /// @param greenlets the greenlets; one that is there twice counts once
    /// @return all of them, in the order in which they ended
    public static <G extends Greenlet<?>> List<G> joinAll(Collection<? extends G> greenlets) {
        return Wait.list("joinAll", greenlets, Integer.MAX_VALUE, Times.FOREVER);
    }

    /// Waits until all have ended, at most for a time.
    ///
    /// @param <G> the greenlets' type
    /// @param greenlets the greenlets; one that is there twice counts once
    /// @param limit how long; zero still gives the others a turn
    /// @return those that have ended, in the order in which they did
    public static <G extends Greenlet<?>> List<G> joinAll(
            Collection<? extends G> greenlets, Duration limit) {
        return Wait.list("joinAll", greenlets, Integer.MAX_VALUE, Times.limit(limit));
    }

    /// Waits until some have ended. The others go on.
    ///
    /// @param <G> the greenlets' type
    /// @param greenlets the greenlets; one that is there twice counts once
    /// @param count how many to wait for, one or more; more than there are means all
    /// @return those that ended first, in the order in which they did
    public static <G extends Greenlet<?>> List<G> joinSome(
            Collection<? extends G> greenlets, int count) {
        return Wait.list("joinSome", greenlets, Wait.atLeastOne(count), Times.FOREVER);
    }

    /// Waits until some have ended, at most for a time. The others go on.
    ///
    /// @param <G> the greenlets' type
    /// @param greenlets the greenlets; one that is there twice counts once
    /// @param count how many to wait for, one or more; more than there are means all
    /// @param limit how long; zero still gives the others a turn
    /// @return those that ended first, not more than were wanted, in the order in which they did
    public static <G extends Greenlet<?>> List<G> joinSome(
            Collection<? extends G> greenlets, int count, Duration limit) {
        return Wait.list("joinSome", greenlets, Wait.atLeastOne(count), Times.limit(limit));
    }

    /// As [#joinAll(Collection)], until one fails: then its failure is thrown at once, the first in time. One that has
    /// failed before the call is thrown first.
    ///
    /// @param <G> the greenlets' type
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param greenlets the greenlets
    /// @return all of them, in the order in which they ended
    /// @throws X if one failed: the same exception. One that was killed has not failed
    public static <G extends Greenlet<?>, X extends Throwable> List<G> joinAllRaising(
            Collection<? extends G> greenlets) throws X {
        return Greenlets.<G, X>joinRaising(greenlets, Integer.MAX_VALUE, Times.FOREVER);
    }

    /// As [#joinAllRaising(Collection)], at most for a time.
    ///
    /// @param <G> the greenlets' type
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param greenlets the greenlets
    /// @param limit how long; zero still gives the others a turn
    /// @return those that have ended, in the order in which they did
    /// @throws X if one failed: the same exception
    public static <G extends Greenlet<?>, X extends Throwable> List<G> joinAllRaising(
            Collection<? extends G> greenlets, Duration limit) throws X {
        return Greenlets.<G, X>joinRaising(greenlets, Integer.MAX_VALUE, Times.limit(limit));
    }

    /// As [#joinSome(Collection, int)], until one of those that are waited for fails: then its failure is thrown at once.
    ///
    /// @param <G> the greenlets' type
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param greenlets the greenlets
    /// @param count how many to wait for, one or more; more than there are means all
    /// @return those that ended first, in the order in which they did
    /// @throws X if one failed: the same exception
    public static <G extends Greenlet<?>, X extends Throwable> List<G> joinSomeRaising(
            Collection<? extends G> greenlets, int count) throws X {
        return Greenlets.<G, X>joinRaising(greenlets, Wait.atLeastOne(count), Times.FOREVER);
    }

    /// As [#joinSomeRaising(Collection, int)], at most for a time.
    ///
    /// @param <G> the greenlets' type
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param greenlets the greenlets
    /// @param count how many to wait for, one or more; more than there are means all
    /// @param limit how long; zero still gives the others a turn
    /// @return those that ended first, not more than were wanted, in the order in which they did
    /// @throws X if one failed: the same exception
    public static <G extends Greenlet<?>, X extends Throwable> List<G> joinSomeRaising(
            Collection<? extends G> greenlets, int count, Duration limit) throws X {
        return Greenlets.<G, X>joinRaising(greenlets, Wait.atLeastOne(count), Times.limit(limit));
    }

    private static <G extends Greenlet<?>, X extends Throwable> List<G> joinRaising(
            Collection<? extends G> greenlets, int count, long nanos) throws X {
        List<G> ended = new ArrayList<>();
        for (G greenlet : greenlets) {
            Greenlets.<X>raiseFailure(greenlet);
        }
        try (var arrivals = new Arrivals<G>("joinAllRaising", greenlets, count, nanos)) {
            for (G greenlet : arrivals) {
                Greenlets.<X>raiseFailure(greenlet);
                ended.add(greenlet);
            }
        }
        return ended;
    }

    private static <X extends Throwable> void raiseFailure(Greenlet<?> greenlet) throws X {
        if (greenlet.outcome() instanceof Outcome.Failed<?>(Throwable cause)) {
            throw Rethrow.<X>as(cause);
        }
    }

    // ---------------------------------------------------------------- killing

    /// Kills greenlets and waits until all have ended. Those that have not begun never run; the others get a
    /// [io.anyloop.exceptions.GreenletExit] each, as by [Greenlet#kill()]. If the caller is among them, it is thrown at last, and here.
    ///
    /// @param greenlets the greenlets
    public static void killAll(Collection<? extends Greenlet<?>> greenlets) {
        killAll(greenlets, Kills.exits());
    }

    /// As [#killAll(Collection)], and says why: the message of each [io.anyloop.exceptions.GreenletExit] names the caller and the reason.
    ///
    /// @param greenlets the greenlets
    /// @param reason why, for people
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, String reason) {
        killAll(greenlets, Kills.exits(reason));
    }

    /// As [#killAll(Collection, String)], waiting at most for a time.
    ///
    /// @param greenlets the greenlets
    /// @param reason why, for people
    /// @param limit how long to wait; zero still gives them a turn
    /// @throws TimeoutException if some have not ended then; they may live on
    public static void killAll(
            Collection<? extends Greenlet<?>> greenlets, String reason, Duration limit)
            throws TimeoutException {
        killAll(greenlets, Kills.exits(reason), limit);
    }

    /// As [#killAll(Collection)], with exceptions of one's own.
    ///
    /// @param greenlets the greenlets
    /// @param exception makes one for each that has not ended; all are made before the first is thrown
    public static void killAll(
            Collection<? extends Greenlet<?>> greenlets, Supplier<? extends Throwable> exception) {
        killAndWait(greenlets, exception, Times.FOREVER);
    }

    /// As [#killAll(Collection)], waiting at most for a time.
    ///
    /// @param greenlets the greenlets
    /// @param limit how long to wait; zero still gives them a turn
    /// @throws TimeoutException if some have not ended then; they may live on
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, Duration limit)
            throws TimeoutException {
        killAll(greenlets, Kills.exits(), limit);
    }

    /// As [#killAll(Collection, Supplier)], waiting at most for a time.
    ///
    /// @param greenlets the greenlets
    /// @param exception makes one for each that has not ended; all are made before the first is thrown
    /// @param limit how long to wait; zero still gives them a turn
    /// @throws TimeoutException if some have not ended then; they may live on
    public static void killAll(
            Collection<? extends Greenlet<?>> greenlets,
            Supplier<? extends Throwable> exception,
            Duration limit)
            throws TimeoutException {
        killAndWait(greenlets, exception, Times.limit(limit));
        List<? extends Greenlet<?>> alive =
                greenlets.stream().filter(greenlet -> !greenlet.hasEnded()).distinct().toList();
        if (!alive.isEmpty()) {
            throw new TimeoutException(
                    "%d of the killed greenlets have not ended within %s: %s"
                            .formatted(alive.size(), limit, names(alive)));
        }
    }

    private static String names(List<? extends Greenlet<?>> alive) {
        String first =
                alive.stream().limit(SHOWN).map(Greenlet::name).collect(Collectors.joining(", "));
        return first + (alive.size() > SHOWN ? ", ..." : ".");
    }

    private static void killAndWait(
            Collection<? extends Greenlet<?>> greenlets,
            Supplier<? extends Throwable> exception,
            long nanos) {
        Kills kills = new Kills(greenlets, exception);
        if (kills.isEmpty()) {
            return;
        }
        Hubs.refuseOnLoop("killAll");
        kills.happen();
        Wait.list("killAll", greenlets, Integer.MAX_VALUE, nanos);
    }

    /// As [#killAll(Collection)], without waiting. Also from callbacks on a loop.
    ///
    /// @param greenlets the greenlets
    public static void killAllNoWait(Collection<? extends Greenlet<?>> greenlets) {
        killAllNoWait(greenlets, Kills.exits());
    }

    /// As [#killAll(Collection, String)], without waiting. Also from callbacks on a loop.
    ///
    /// @param greenlets the greenlets
    /// @param reason why, for people
    public static void killAllNoWait(Collection<? extends Greenlet<?>> greenlets, String reason) {
        killAllNoWait(greenlets, Kills.exits(reason));
    }

    /// As [#killAll(Collection, Supplier)], without waiting. Also from callbacks on a loop.
    ///
    /// @param greenlets the greenlets
    /// @param exception makes one for each that has not ended; all are made before the first is thrown
    public static void killAllNoWait(
            Collection<? extends Greenlet<?>> greenlets, Supplier<? extends Throwable> exception) {
        new Kills(greenlets, exception).happen();
    }
}
