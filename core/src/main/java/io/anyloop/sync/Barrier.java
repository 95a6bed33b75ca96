package io.anyloop.sync;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Action;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/// Where a number of greenlets or threads wait for each other: the last to come lets all go on, and the next round begins.
///
/// ```java
/// var start = new Barrier(runners.size() + 1);
/// for (String runner : runners) {
///     Greenlet.spawn(() -> {
///         start.await();
///         started.add(runner);
///     });
/// }
/// start.await(); // until all of them are there
/// ```
///
/// A round breaks, for all of its parties, if one of them is killed or runs out of time while it waits, if the action fails,
/// or by [#abort]; then the barrier stays broken until [#reset]. Once all have come, the round cannot be broken by one who
/// leaves while the action still runs. Several hubs and threads, before any hub exists too;
/// [#await()] is refused on a loop's own thread with [io.anyloop.exceptions.BlockingInLoopException].
///
/// A party killed or timed out is the only one that learns why: the others get [BrokenBarrierException].
public final class Barrier extends Guarded {
    private final int parties;
    private final Action<?> action;
    private volatile Round round = new Round();
    private volatile boolean broken;

    /// A barrier.
    ///
    /// @param parties how many make a round, 1 or more
    /// @throws IllegalArgumentException if the number is less than 1
    public Barrier(int parties) {
        this(parties, () -> {});
    }

    /// A barrier with an action.
    ///
    /// @param parties how many make a round, 1 or more
    /// @param action what the last to come does before anybody goes on, once in a round; it may wait
    /// @throws IllegalArgumentException if the number is less than 1
    public Barrier(int parties, Action<?> action) {
        if (parties < 1) {
            throw new IllegalArgumentException(
                    "%d cannot wait for each other. Use 1 or more.".formatted(parties));
        }
        this.parties = parties;
        this.action = Objects.requireNonNull(action);
    }

    /// Waits until all parties of the round have come.
    ///
    /// @return the caller's place in the round: 0 for the first to come, one less than the parties for the last
    /// @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile
    public int await() throws BrokenBarrierException {
        try {
            return await(Times.FOREVER);
        } catch (TimeoutException e) {
            throw new AssertionError("A wait without limit ran out of time.", e);
        }
    }

    /// Waits until all parties of the round have come, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return the caller's place in the round: 0 for the first to come, one less than the parties for the last
    /// @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile
    /// @throws TimeoutException if the time was up first, which breaks the barrier
    public int await(Duration limit) throws BrokenBarrierException, TimeoutException {
        return await(Times.limit(limit));
    }

    private int await(long nanos) throws BrokenBarrierException, TimeoutException {
        Arrival arrival = new Arrival(Waiter.here("Barrier.await", this));
        Round mine = join(arrival);
        if (mine == null) {
            throw broken();
        }
        if (arrival.index == parties - 1) {
            letAllGoOn(mine);
        } else {
            awaitOthers(mine, arrival, nanos);
        }
        return arrival.index;
    }

    /// Joins the round, and stands in its line unless this completes it.
    ///
    /// @return the round; null if the barrier is broken
    private Round join(Arrival arrival) {
        enter();
        try {
            if (broken) {
                return null;
            }
            Round mine = round;
            arrival.index = mine.arrived++;
            if (mine.arrived == parties) {
                round = new Round();
            } else {
                mine.line.add(arrival);
            }
            return mine;
        } finally {
            exit();
        }
    }

    private void awaitOthers(Round mine, Arrival arrival, long nanos)
            throws BrokenBarrierException, TimeoutException {
        boolean woken = false;
        try {
            woken = stay(arrival, nanos);
        } finally {
            if (!woken) {
                breakUp(mine, true);
            }
        }
        if (!woken) {
            throw new TimeoutException(
                    "The time was up before all parties came to %s.".formatted(this));
        }
        if (!mine.isPassed) {
            throw broken();
        }
    }

    private void letAllGoOn(Round complete) {
        boolean isDone = false;
        try {
            action.run();
            isDone = true;
        } catch (Throwable e) {
            throw Rethrow.unchecked(e);
        } finally {
            end(complete, isDone);
            if (!isDone) {
                abort();
            }
        }
    }

    private void end(Round complete, boolean isPassed) {
        Place waiting;
        enter();
        try {
            complete.isPassed = isPassed;
            waiting = complete.line.claimAll();
        } finally {
            exit();
        }
        Line.resumeAll(waiting);
    }

    /// Breaks the barrier: for those who wait, and for those who come until [#reset].
    public void abort() {
        breakUp(round, true);
    }

    /// Makes the barrier whole for those who come; for those who wait now it breaks.
    public void reset() {
        breakUp(round, false);
    }

    /// Ends a round in which not all have come; does nothing if it is over.
    private void breakUp(Round incomplete, boolean forGood) {
        Place waiting = null;
        enter();
        try {
            if (round == incomplete) {
                round = new Round();
                broken = forGood;
                waiting = incomplete.line.claimAll();
            }
        } finally {
            exit();
        }
        Line.resumeAll(waiting);
    }

    private BrokenBarrierException broken() {
        return new BrokenBarrierException(
                "%s: a party was killed or ran out of time, the action failed, or somebody broke it. Call reset() to use it again."
                        .formatted(this));
    }

    /// Whether it is broken, until [#reset].
    ///
    /// @return true if so
    public boolean isBroken() {
        return broken;
    }

    /// How many make a round.
    ///
    /// @return the number
    public int parties() {
        return parties;
    }

    /// How many of this round have come and wait for the others. For people and monitors: it may be out of date at once.
    ///
    /// @return the number
    public int waiting() {
        enter();
        try {
            return round.line.size();
        } finally {
            exit();
        }
    }

    @Override
    public String toString() {
        return "Barrier[%d of %d wait%s]".formatted(waiting(), parties, broken ? ", broken" : "");
    }

    /// Those who go on together. Under the guard.
    private static final class Round {
        final Line line = new Line();
        int arrived;
        boolean isPassed;
    }

    private static final class Arrival extends Place.Waiting {
        int index;

        Arrival(Waiter waiter) {
            super(waiter);
        }
    }
}
