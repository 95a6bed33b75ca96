package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Remaining;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;

/// What a [Group] and a [Pool] have in common.
abstract sealed class Membership implements Iterable<Greenlet<?>>, AutoCloseable
        permits Group, SlottedMembership {
    final Roll roll = new Roll(this::left);
    private final Hub hub;

    /// @param hub where greenlets are spawned; null for the caller's
    Membership(Hub hub) {
        this.hub = hub;
    }

    /// A member has gone.
    void left() {}

    final Hub hubFor(String call) {
        return hub != null ? hub : (Hub) Hubs.currentFor(call).face().hub();
    }

    /// A greenlet that will be a member. Within a call its failure is thrown there, and so not reported.
    final <T> Greenlet<T> newMember(String call, Body<? extends T, ?> body) {
        Greenlet<T> greenlet = hubFor(call).unstarted(body);
        if (roll.failures.hasListeners()) {
            Strands.hear(greenlet);
        }
        return greenlet;
    }

    /// A greenlet whose failure is thrown at somebody.
    final <T> Greenlet<T> heard(String call, Body<? extends T, ?> body) {
        Greenlet<T> greenlet = hubFor(call).unstarted(body);
        Strands.hear(greenlet);
        return greenlet;
    }

    /// Takes in a greenlet and starts it.
    final <T> Greenlet<T> enlistAndStart(Greenlet<T> greenlet, boolean isHeard) {
        roll.enlist(greenlet, isHeard);
        return startMember(greenlet);
    }

    /// Starts one that was taken in. If it cannot be started it ends, and so leaves again.
    static <T> Greenlet<T> startMember(Greenlet<T> greenlet) {
        try {
            return greenlet.start();
        } catch (RuntimeException e) {
            greenlet.killNoWait(e);
            throw e;
        }
    }

    // ---------------------------------------------------------------- who is there

    /// Whether a greenlet is a member.
    ///
    /// @param greenlet the greenlet
    /// @return true if it was added and has neither ended nor been discarded
    public boolean contains(Greenlet<?> greenlet) {
        return roll.find(Objects.requireNonNull(greenlet)) != null;
    }

    /// How many members there are.
    ///
    /// @return the number
    public int size() {
        return roll.size();
    }

    /// Whether there are no members.
    ///
    /// @return true if so
    public boolean isEmpty() {
        return size() == 0;
    }

    /// Waits for those who only serve the members and were killed with them.
    void awaitServants(Remaining limit) {}

    /// Ends what only serves the members, when a call is left.
    void endServants() {}

    /// The members of this moment, in the order in which they came.
    ///
    /// @return an iterator over a snapshot
    @Override
    public Iterator<Greenlet<?>> iterator() {
        return roll.snapshot().iterator();
    }

    /// Forgets a greenlet, which goes on; in a pool its slot is free at once.
    ///
    /// @param greenlet the greenlet
    /// @return false if it was no member
    public boolean discard(Greenlet<?> greenlet) {
        return roll.discard(Objects.requireNonNull(greenlet));
    }

    // ---------------------------------------------------------------- joining

    /// Waits until there are no members, at least for a moment. Does not throw what they failed with.
    public void join() {
        roll.awaitEmpty("join", this, Times.FOREVER);
    }

    /// As [#join()], at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if there were no members, at least for a moment
    public boolean join(Duration limit) {
        return roll.awaitEmpty("join", this, Times.limit(limit));
    }

    /// As [#join()], and throws what a member failed with: that of the first, in time, of those that failed during this
    /// call. The others are not ended by that. A failure that belongs to somebody who asked for the result does not count.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @throws X if a member failed
    public <X extends Throwable> void joinRaising() throws X {
        this.<X>joinRaising(Times.FOREVER);
    }

    /// As [#joinRaising()], at most for a time.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param limit how long; zero still gives the others a turn
    /// @return true if there were no members, at least for a moment
    /// @throws X if a member failed
    public <X extends Throwable> boolean joinRaising(Duration limit) throws X {
        return this.<X>joinRaising(Times.limit(limit));
    }

    private <X extends Throwable> boolean joinRaising(long nanos) throws X {
        try (Failures.Reader failures = roll.failures.read()) {
            boolean wasEmpty = roll.awaitEmpty("joinRaising", this, nanos);
            Throwable first = failures.first();
            if (first != null) {
                throw Rethrow.<X>as(first);
            }
            return wasEmpty;
        }
    }

    // ---------------------------------------------------------------- killing

    /// Kills all members with a [GreenletExit] each, those too that come meanwhile, and waits until there are none. At each
    /// member an exception is thrown only once, however often it or the group is killed here: one that catches it and
    /// lives on is waited for.
    ///
    /// A member that calls this is thrown at last, at this call; it does not wait for the others.
    public void kill() {
        kill(Kills.exits());
    }

    /// As [#kill()], waiting at most for a time. Returns quietly then; who lives on is a member still.
    ///
    /// @param limit how long to wait
    public void kill(Duration limit) {
        kill(Kills.exits(), limit);
    }

    /// As [#kill()], and says why: the message of each [GreenletExit] names the caller and the reason.
    ///
    /// @param reason why, for people
    public void kill(String reason) {
        kill(Kills.exits(reason));
    }

    /// As [#kill(String)], waiting at most for a time. Returns quietly then; who lives on is a member still.
    ///
    /// @param reason why, for people
    /// @param limit how long to wait
    public void kill(String reason, Duration limit) {
        kill(Kills.exits(reason), limit);
    }

    /// As [#kill()], with exceptions of one's own.
    ///
    /// @param exception makes one for each member
    public void kill(Supplier<? extends Throwable> exception) {
        kill(exception, Times.FOREVER);
    }

    /// As [#kill(Supplier)], waiting at most for a time.
    ///
    /// @param exception makes one for each member
    /// @param limit how long to wait
    public void kill(Supplier<? extends Throwable> exception, Duration limit) {
        kill(exception, Times.limit(limit));
    }

    private void kill(Supplier<? extends Throwable> exception, long nanos) {
        Objects.requireNonNull(exception);
        boolean isMember = roll.hasCaller();
        if (!isMember && !roll.isEmpty()) {
            Hubs.refuseOnLoop("kill");
        }
        roll.doom(exception);
        try {
            throwAtAll(exception);
            if (!isMember) {
                Remaining remaining = Remaining.of(nanos);
                awaitServants(remaining);
                roll.awaitEmpty("kill", this, remaining.nanos());
            }
        } finally {
            roll.spare();
        }
    }

    /// As [#kill()], without waiting; those who come later are not killed. Also from callbacks on a loop.
    public void killNoWait() {
        killNoWait(Kills.exits());
    }

    /// As [#kill(String)], without waiting; those who come later are not killed. Also from callbacks on a loop.
    ///
    /// @param reason why, for people
    public void killNoWait(String reason) {
        killNoWait(Kills.exits(reason));
    }

    /// As [#kill(Supplier)], without waiting; those who come later are not killed. Also from callbacks on a loop.
    ///
    /// @param exception makes one for each member
    public void killNoWait(Supplier<? extends Throwable> exception) {
        throwAtAll(Objects.requireNonNull(exception));
    }

    void throwAtAll(Supplier<? extends Throwable> exception) {
        roll.throwAtAll(exception);
    }

    /// Kills one member with a [GreenletExit] and waits until it has ended. Does nothing to others.
    ///
    /// @param greenlet the member
    /// @return whether this threw at it: false if it is no member, or something was thrown at it here before
    public boolean killOne(Greenlet<?> greenlet) {
        return killOne(greenlet, Kills.exits(), Times.FOREVER);
    }

    /// As [#killOne(Greenlet)], and says why: the message of the [GreenletExit] names the caller and the reason.
    ///
    /// @param greenlet the member
    /// @param reason why, for people
    /// @return whether this threw at it
    public boolean killOne(Greenlet<?> greenlet, String reason) {
        return killOne(greenlet, Kills.exits(reason), Times.FOREVER);
    }

    /// As [#killOne(Greenlet)], waiting at most for a time. Returns quietly then.
    ///
    /// @param greenlet the member
    /// @param limit how long to wait
    /// @return whether this threw at it
    public boolean killOne(Greenlet<?> greenlet, Duration limit) {
        return killOne(greenlet, Kills.exits(), Times.limit(limit));
    }

    /// As [#killOne(Greenlet, String)], waiting at most for a time. Returns quietly then.
    ///
    /// @param greenlet the member
    /// @param reason why, for people
    /// @param limit how long to wait
    /// @return whether this threw at it
    public boolean killOne(Greenlet<?> greenlet, String reason, Duration limit) {
        return killOne(greenlet, Kills.exits(reason), Times.limit(limit));
    }

    private boolean killOne(Greenlet<?> greenlet, Supplier<GreenletExit> exit, long nanos) {
        if (!contains(greenlet)) {
            return false;
        }
        if (Thread.currentThread() != greenlet.thread()) {
            Hubs.refuseOnLoop("killOne");
        }
        boolean isThrown = throwAtOne(greenlet, exit);
        Joins.await(greenlet, "killOne", nanos);
        return isThrown;
    }

    /// As [#killOne(Greenlet)], without waiting. Also from callbacks on a loop.
    ///
    /// @param greenlet the member
    /// @return whether this threw at it
    public boolean killOneNoWait(Greenlet<?> greenlet) {
        return throwAtOne(greenlet, Kills.exits());
    }

    /// As [#killOne(Greenlet, String)], without waiting. Also from callbacks on a loop.
    ///
    /// @param greenlet the member
    /// @param reason why, for people
    /// @return whether this threw at it
    public boolean killOneNoWait(Greenlet<?> greenlet, String reason) {
        return throwAtOne(greenlet, Kills.exits(reason));
    }

    private boolean throwAtOne(Greenlet<?> greenlet, Supplier<GreenletExit> exit) {
        Roll.Member member = roll.find(Objects.requireNonNull(greenlet));
        return member != null && roll.throwAt(member, exit);
    }

    // ---------------------------------------------------------------- as a scope

    /// Runs code that spawns members, and leaves no member behind: structured concurrency.
    ///
    /// When the code returns, this waits for the members. If the code or a member fails, all members are killed, those too
    /// that come later, the code is cut off with a [GreenletExit] if the caller is a greenlet, and when all have ended
    /// the first failure, in time, is thrown here, with the others as suppressed. If the caller is killed or a [io.anyloop.Timeout]
    /// around this expires, the same happens, and that very exception leaves. What is thrown into the caller while the
    /// killed members end stays for its next wait, so that nobody is left behind.
    ///
    /// A member's failure that is thrown here is not reported. A failure that belongs to somebody who asked for the result
    /// ([Pool#apply], [Pool#map]) counts only if he lets it out. A killed member has not failed.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails. What a member failed with is thrown whatever its type
    /// @throws IllegalStateException if the caller is a member
    public <T, X extends Throwable> T call(Body<T, X> body) throws X {
        Objects.requireNonNull(body);
        Hubs.refuseOnLoop("call");
        if (roll.hasCaller()) {
            throw new IllegalStateException(
                    "A member of %s would wait for its own end. Make a group of its own for the call."
                            .formatted(this));
        }
        return new GroupScope(this).call(body);
    }

    /// As `call(Body)`, for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails
    public <X extends Throwable> void run(Action<X> action) throws X {
        call(action.asBody());
    }

    /// Waits until there are no members, as [#join()]. If that wait is cut off, by a kill or a [io.anyloop.Timeout], the members are
    /// killed and have ended before the exception leaves.
    ///
    /// A `try` block does not tell this what its body threw, so here the members of a body that fails are waited for all
    /// the same, and a member's failure ends nobody else and is thrown nowhere, only reported. `call` does all that.
    @Override
    public void close() {
        try {
            roll.awaitEmpty("close", this, Times.FOREVER);
        } catch (Throwable e) {
            Supplier<GreenletExit> exits = Kills.exits("the close of its group was cut off");
            roll.doom(exits);
            try {
                throwAtAll(exits);
                roll.awaitEmptyShielded("close", this);
            } finally {
                roll.spare();
            }
            throw e;
        }
    }
}
