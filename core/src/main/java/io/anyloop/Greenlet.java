package io.anyloop;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.function.Ending;
import io.anyloop.function.Outcome;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Link;
import io.anyloop.kernel.Shield;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A thread of control that is cheap, cooperative and killable: plain blocking code which a [Hub] runs on its loop's
/// thread, and which gives way to others whenever it waits.
///
/// ```java
/// Greenlet<Integer> one = Greenlet.spawn(() -> count(first)); // starts at the next wait
/// Greenlet<Integer> two = Greenlet.spawn(() -> count(second));
/// return one.get() + two.get();
/// ```
///
/// A greenlet is a virtual thread whose scheduler is its hub. Its methods may be called from any thread, unless one
/// says otherwise; those that wait are refused on a loop's own thread with [BlockingInLoopException].
///
/// Each has thread-locals of its own, which can be collected once it has ended. What it inherits is said at [Hub#spawn(Body)].
///
/// @param <T> the result of its body
/// @see <a href="https://www.gevent.org/api/gevent.greenlet.html">gevent.Greenlet</a>
@SuppressWarnings("exports") // What it extends shows users nothing.
public final class Greenlet<T> extends Strand<T> implements Waitable, Ending<T> {

    /// Where a greenlet is in its life.
    public enum State {
        /// Not started.
        NEW,
        /// Started, but its first step has not been taken.
        STARTING,
        /// Has begun: it runs, is about to, or waits.
        RUNNING,
        /// Has ended, or was killed before its first step; see [Greenlet#outcome].
        ENDED
    }

    Greenlet(Hub hub, Body<? extends T, ?> body) {
        super(hub.engine);
        runs(
                hub.inside()
                        .surround(
                                this,
                                Objects.requireNonNull(body, "A greenlet needs a body to run.")));
    }

    @Override
    protected Strand<Void> runner(Body<Void, ?> code) {
        return new Greenlet<>(hub(), code);
    }

    // ---------------------------------------------------------------- for the greenlet that runs

    /// The greenlet that the caller is.
    ///
    /// @return the greenlet
    /// @throws NoHubException if the caller is none
    public static Greenlet<?> current() {
        return (Greenlet<?>) Strands.currentFor("Greenlet.current()");
    }

    /// Spawns a greenlet on the caller's hub. It takes its first step when the caller waits.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the caller is not on a hub
    /// @throws HubClosedException if the hub is closing
    public static <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        return Hub.of(Hubs.currentFor("Greenlet.spawn(...)")).spawn(body);
    }

    /// Spawns a greenlet without a result on the caller's hub.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the caller is not on a hub
    /// @throws HubClosedException if the hub is closing
    public static Greenlet<Void> spawn(Action<?> action) {
        return Hub.of(Hubs.currentFor("Greenlet.spawn(...)")).spawn(action);
    }

    /// Lets the others that can run go first, then goes on. Zero or less gives way in the same manner without a
    /// timer; what is longer parks the greenlet for at least that time, counted from now. On a thread that is no
    /// greenlet this really sleeps.
    ///
    /// @param time how long
    /// @throws BlockingInLoopException on a loop's own thread
    public static void sleep(Duration time) {
        long nanos = Times.saturated(time);
        if (nanos <= 0) {
            Greenlet.yield();
        } else {
            Waiter.here("sleep", null).await(nanos);
        }
    }

    /// Lets the others that can run go first. An exception that was thrown into the greenlet meanwhile (a kill, a
    /// [Timeout]) comes out of here.
    ///
    /// @throws BlockingInLoopException on a loop's own thread
    public static void yield() {
        Strands.yield();
    }

    /// Waits until the hub has nothing better to do: what can run has run, the loop has been polled, what is due has
    /// been told. Greenlets only.
    ///
    /// @throws NoHubException if the caller is not a greenlet
    public static void idle() {
        Engine engine = Strands.engine(Strands.currentFor("Greenlet.idle()"));
        Waiter waiter = Waiter.here("idle", null);
        if (engine.comesHome()) {
            engine.work().wakeWhenIdle(waiter);
            waiter.await();
        }
    }

    // ---------------------------------------------------------------- start

    /// Schedules the greenlet. Does nothing if it was started before, or killed.
    ///
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Greenlet<T> start() {
        startSoon();
        return this;
    }

    /// Schedules the greenlet after a delay, counted from this call. Does nothing if it was started before, or killed.
    ///
    /// @param delay how long to wait, zero or more
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Greenlet<T> startLater(Duration delay) {
        startSoon(delay);
        return this;
    }

    // ---------------------------------------------------------------- join and get

    /// Waits until the greenlet has ended; returns at once if it has. Does not throw what it failed with.
    public void join() {
        Joins.await(this, "join", Times.FOREVER);
    }

    /// Waits until the greenlet has ended, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if it has ended
    public boolean join(Duration limit) {
        return Joins.await(this, "join", Times.limit(limit));
    }

    /// Waits for the result. What the body threw is thrown here too: the same instance to every caller, each time, even
    /// if its type is checked. Name that type to be able to catch it: `greenlet.<IOException>get()`.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws CancellationException if the greenlet was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
    public <X extends Throwable> T get() throws X {
        Joins.await(this, "get", Times.FOREVER);
        return Rethrow.<T, X>resultOf(itsOutcome(), this);
    }

    /// Waits for the result, at most for a time.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param limit how long; zero still gives the others a turn
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws TimeoutException if the time was up first
    /// @throws CancellationException if the greenlet was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
    public <X extends Throwable> T get(Duration limit) throws X, TimeoutException {
        if (!Joins.await(this, "get", Times.limit(limit))) {
            throw new TimeoutException(this + " has not ended within " + limit + ".");
        }
        return Rethrow.<T, X>resultOf(itsOutcome(), this);
    }

    /// The result, without waiting and without giving way.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws TimeoutException if the greenlet has not ended
    /// @throws CancellationException if the greenlet was killed; the cause is the [io.anyloop.exceptions.GreenletExit]
    public <X extends Throwable> T getNow() throws X, TimeoutException {
        if (!hasEnded()) {
            throw new TimeoutException(this + " has not ended.");
        }
        return Rethrow.<T, X>resultOf(itsOutcome(), this);
    }

    // ---------------------------------------------------------------- links

    /// Calls back when the greenlet has ended, in a greenlet of its own, so that the callback may wait. Links fire in the
    /// order in which they were added, each once; one that is added later still fires.
    ///
    /// @param callback hears of the end
    public void link(Consumer<? super Greenlet<T>> callback) {
        addLink(callback, Link.When.ALWAYS);
    }

    /// As [#link], but only if the greenlet ends with success: it returned or was killed.
    ///
    /// @param callback hears of the end
    public void linkValue(Consumer<? super Greenlet<T>> callback) {
        addLink(callback, Link.When.SUCCESS);
    }

    /// As [#link], but only if the greenlet fails.
    ///
    /// @param callback hears of the end
    public void linkException(Consumer<? super Greenlet<T>> callback) {
        addLink(callback, Link.When.FAILURE);
    }

    /// As [#link], but the callback runs on the loop's own thread: cheaper, and it must not wait.
    ///
    /// @param callback hears of the end
    public void linkOnLoop(Consumer<? super Greenlet<T>> callback) {
        addLinkOnLoop(callback);
    }

    @Override
    public boolean isReady() {
        return hasEnded();
    }

    /// As [#linkOnLoop] does, for one who waits for several things at once.
    @Override
    public Registration whenReady(Runnable callback) {
        return addReady(callback)::run;
    }

    /// Takes out the first link that was made for a callback, also while others are being fired. Does nothing if
    /// there is none.
    ///
    /// @param callback what was linked
    public void unlink(Consumer<? super Greenlet<T>> callback) {
        removeLink(callback);
    }

    /// Takes out all links, those of threads that [#join] excepted.
    public void unlinkAll() {
        removeLinks();
    }

    /// How many links there are, threads that join included. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the number
    public int linkCount() {
        return countLinks();
    }

    // ---------------------------------------------------------------- kill

    /// Kills the greenlet with a [io.anyloop.exceptions.GreenletExit] and waits until it has ended.
    ///
    /// Before its first step it never runs. While it waits at one of our calls, the exception comes out of that call. A wait of
    /// the JDK's ends as if what is waited with had been closed by somebody else, or by an interrupt, and so does each one
    /// after it; the exception itself comes out of the next wait of ours, or else ends the greenlet when its code has come to its
    /// end, whatever that has thrown or returned. If it does not wait the exception comes at its next wait, and where it waits in what no interrupt ends
    /// ([Timeout] lists that), after it. `finally` blocks
    /// run, and may wait under [#shielded]. A greenlet may catch the exception, out of a wait of ours, and live on. Killing
    /// one that has ended does nothing; killing oneself throws here.
    public void kill() {
        kill(Kills.exit());
    }

    /// As [#kill()], and says why: the message of the [io.anyloop.exceptions.GreenletExit] names the caller and the reason.
    ///
    /// @param reason why, for people
    public void kill(String reason) {
        kill(Kills.exit(reason));
    }

    /// As [#kill(String)], waiting at most for a time. Returns quietly then, and the greenlet may live on.
    ///
    /// @param reason why, for people
    /// @param limit how long to wait for its end
    public void kill(String reason, Duration limit) {
        kill(Kills.exit(reason), limit);
    }

    /// As [#kill()], waiting at most for a time. Returns quietly then, and the greenlet may live on.
    ///
    /// @param limit how long to wait for its end
    public void kill(Duration limit) {
        kill(Kills.exit(), limit);
    }

    /// As [#kill()], with an exception of one's own, which [#get] then throws.
    ///
    /// @param exception what to throw into the greenlet
    public void kill(Throwable exception) {
        kill(exception, Times.FOREVER);
    }

    /// As [#kill(Throwable)], waiting at most for a time.
    ///
    /// @param exception what to throw into the greenlet
    /// @param limit how long to wait for its end
    public void kill(Throwable exception, Duration limit) {
        kill(exception, Times.limit(limit));
    }

    private void kill(Throwable exception, long nanos) {
        if (!hasEnded() && Thread.currentThread() != thread()) {
            Hubs.refuseOnLoop("kill");
        }
        throwInto(exception);
        Joins.await(this, "kill", nanos);
    }

    /// As [#kill()], without waiting for the end. Also from callbacks on the loop.
    public void killNoWait() {
        throwInto(Kills.exit());
    }

    /// As [#kill(String)], without waiting for the end. Also from callbacks on the loop.
    ///
    /// @param reason why, for people
    public void killNoWait(String reason) {
        throwInto(Kills.exit(reason));
    }

    /// As [#kill(Throwable)], without waiting for the end. Also from callbacks on the loop.
    ///
    /// @param exception what to throw into the greenlet
    public void killNoWait(Throwable exception) {
        throwInto(exception);
    }

    // ---------------------------------------------------------------- scopes

    /// For code that runs somebody else's, such as a server, and decides by what that has thrown: what is behind it. If the
    /// calling greenlet was cut off in a wait of the JDK's, and the [Timeout] or the kill has not come as itself since, it comes
    /// here: it is returned, with the failure as suppressed, and is to be thrown on.
    ///
    /// ```java
    /// try {
    ///     handler.run();
    /// } catch (Throwable e) {
    ///     Throwable failure = Greenlet.unmasked(e);
    ///     answer.accept(failure instanceof GreenletExit ? 503 : 500);
    ///     throw failure;
    /// }
    /// ```
    ///
    /// @param failure what was caught; null if the code has returned
    /// @return what is behind it, or the failure itself
    public static Throwable unmasked(Throwable failure) {
        return Deliveries.leaving(Strands.of(Thread.currentThread()), failure);
    }

    /// Runs clean-up code that has to wait though its greenlet is being cut off: a rollback, a farewell, a connection that goes
    /// back to its pool. What is due, and what comes meanwhile from further out (a kill, a [Timeout] that was started outside),
    /// is held back while the code runs, at most for a time. Then it is thrown at the code's waits as ever, also at one that
    /// is under way. What is held back when the code has ended comes at the next wait after it.
    ///
    /// ```java
    /// try {
    ///     transaction.run();
    ///     done = true;
    /// } finally {
    ///     if (!done) {
    ///         Greenlet.shielded(Duration.ofSeconds(1), () -> transaction.rollback());
    ///     }
    /// }
    /// ```
    ///
    /// A [Timeout] that the code itself starts strikes in there. May be nested; none outlasts one around it. A socket that was
    /// closed because a read or a write was cut off stays closed. To close something needs no shield: it never waits.
    /// On a thread that is no greenlet this just runs the code.
    ///
    /// @param <R> the result
    /// @param <X> what the code may throw
    /// @param limit how long at most, zero or more
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    public static <R, X extends Throwable> R shielded(Duration limit, Body<R, X> body) throws X {
        return Shield.call(limit, body);
    }

    /// As [#shielded(Duration, Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param limit how long at most, zero or more
    /// @param action the code
    /// @throws X if the code fails
    public static <X extends Throwable> void shielded(Duration limit, Action<X> action) throws X {
        Shield.call(limit, Objects.requireNonNull(action, "There is no code to run.").asBody());
    }

    /// Runs code beside this greenlet, which does not outlive it. When the code returns, this waits for the greenlet's end;
    /// when it throws, or is cut off, the greenlet is killed with that exception at once, and when it has ended the same
    /// exception is thrown here. So it is, too, if the waiting is cut off. (Instead of a [Timeout], which belongs to one
    /// greenlet only, it gets a [io.anyloop.exceptions.GreenletExit] with that as its cause.) Does not throw what the greenlet failed with.
    ///
    /// @param <R> the result of the code
    /// @param <X> what the code may throw
    /// @param code the code
    /// @return what the code returned
    /// @throws X if the code fails: the same exception
    /// @throws IllegalStateException if the caller is this greenlet
    public <R, X extends Throwable> R scope(Body<R, X> code) throws X {
        return GreenletScope.call(this, code);
    }

    /// As [#scope(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param code the code
    /// @throws X if the code fails: the same exception
    public <X extends Throwable> void scope(Action<X> code) throws X {
        GreenletScope.call(this, code.asBody());
    }

    // ---------------------------------------------------------------- what it is

    /// The hub it belongs to.
    ///
    /// @return the hub
    public Hub hub() {
        return Hub.of(engine());
    }

    /// A small number, unique among the greenlets of the hub that are started and not ended, used again afterwards;
    /// -1 for others.
    ///
    /// @return the number
    public int id() {
        return number();
    }

    /// A map that this greenlet shares with the one that spawned it and with all that it spawns, down to the last of them.
    /// One that was spawned by no greenlet, or by that of [Hub#call], begins a map of its own. Fit for several hubs; takes
    /// no nulls.
    ///
    /// @return the map; null for the greenlet of [Hub#call], and on hubs with [Tracking#NONE]
    public Map<Object, Object> treeLocals() {
        return shared();
    }

    /// Its name: unique unless it was set.
    ///
    /// @return the name
    public String name() {
        return itsName();
    }

    /// Names the greenlet, and its thread.
    ///
    /// @param newName the name
    /// @return this
    public Greenlet<T> name(String newName) {
        thread().setName(Objects.requireNonNull(newName));
        return this;
    }

    /// The virtual thread it runs on.
    ///
    /// @return the thread
    public Thread thread() {
        return itsThread();
    }

    /// Where it is in its life. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the state
    public State state() {
        return switch (stage()) {
            case NEW -> State.NEW;
            case STARTING -> State.STARTING;
            case RUNNING -> State.RUNNING;
            case ENDED -> State.ENDED;
        };
    }

    /// How it ended.
    ///
    /// @return the outcome, or null if it has not ended
    @Override
    public Outcome<T> outcome() {
        return itsOutcome();
    }

    /// Whether it has ended.
    ///
    /// @return true if there is an outcome
    public boolean hasEnded() {
        return itsOutcome() != null;
    }

    /// Whether it has ended with success: it returned or was killed.
    ///
    /// @return true if so
    public boolean isSuccessful() {
        Outcome<T> how = itsOutcome();
        return how != null && how.isSuccess();
    }

    @Override
    public String toString() {
        Outcome<T> how = itsOutcome();
        return "Greenlet[%s, %s]"
                .formatted(
                        name(),
                        how instanceof Outcome.Returned ? "Returned" : how == null ? state() : how);
    }
}
