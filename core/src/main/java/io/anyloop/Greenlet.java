package io.anyloop;

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
public final class Greenlet<T> implements Waitable {

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

    final Hub hub;
    final Thread thread;
    private Body<? extends T, ?> body;
    private State stage = State.NEW;
    volatile Outcome<T> outcome;

    /// Its place in the hub's roster: small, and used again. Roster.NONE while it is not there.
    int id = Roster.NONE;

    final Object spawnedBy;
    private Links links;

    /// What it waits on at one of our calls, or the deadline of its delayed start; else null.
    Deadline waiting;

    long waitingSince;

    Deliveries deliveries;

    /// So many limits of the call form are around what it does.
    int limits;

    /// The first of those that it has started and whose time runs, or null.
    Timeout timeouts;

    /// Its [Tree]; null as long as it stands alone. By Tree only.
    volatile Tree tree;

    /// A failure is thrown to somebody, so it needs no report.
    private boolean isHeard;

    /// An interrupt from outside ends its waits: who made its thread knows no greenlets, and has no other means to end it.
    boolean obeysInterrupts;

    Greenlet(Hub hub, Body<? extends T, ?> body) {
        this.hub = hub;
        this.body =
                hub.surround(this, Objects.requireNonNull(body, "A greenlet needs a body to run."));
        Mount mount = new Mount(this);
        this.thread = hub.newThread(mount);
        if (!ThreadBodies.ARE_KNOWN) {
            thread.setUncaughtExceptionHandler(mount);
        }
        this.spawnedBy = Spawner.note(hub.tracking());
        this.tree = Tree.ofNewcomer(hub);
    }

    // ---------------------------------------------------------------- for the greenlet that runs

    /// The greenlet that the caller is.
    ///
    /// @return the greenlet
    /// @throws NoHubException if the caller is none
    public static Greenlet<?> current() {
        return currentFor("Greenlet.current()");
    }

    static Greenlet<?> currentFor(String call) {
        Greenlet<?> greenlet = of(Thread.currentThread());
        if (greenlet == null) {
            throw new NoHubException(call);
        }
        return greenlet;
    }

    /// The greenlet of a thread, or null, from any thread.
    static Greenlet<?> of(Thread thread) {
        return thread.isVirtual() ? Mount.greenletOf(thread) : null;
    }

    /// Spawns a greenlet on the caller's hub. It takes its first step when the caller waits.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the caller is not on a hub
    /// @throws HubClosedException if the hub is closing
    public static <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        return Hubs.currentFor("Greenlet.spawn(...)").spawn(body);
    }

    /// Spawns a greenlet without a result on the caller's hub.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the caller is not on a hub
    /// @throws HubClosedException if the hub is closing
    public static Greenlet<Void> spawn(Action<?> action) {
        return Hubs.currentFor("Greenlet.spawn(...)").spawn(action);
    }

    /// The code of an action; refused at once if there is none.
    static <X extends Throwable> Body<Void, X> bodyOf(Action<X> action) {
        return Objects.requireNonNull(action, "A greenlet needs a body to run.").asBody();
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
        Hubs.refuseOnLoop("yield");
        Thread.yield();
        Greenlet<?> greenlet = of(Thread.currentThread());
        if (greenlet != null) {
            Deliveries.throwPending(greenlet);
        }
    }

    /// Waits until the hub has nothing better to do: what can run has run, the loop has been polled, what is due has
    /// been told. Greenlets only.
    ///
    /// @throws NoHubException if the caller is not a greenlet
    public static void idle() {
        Greenlet<?> greenlet = currentFor("Greenlet.idle()");
        Waiter waiter = Waiter.here("idle", null);
        if (greenlet.hub.comesHome()) {
            greenlet.hub.work.idlers.add(waiter);
            waiter.await();
        }
    }

    // ---------------------------------------------------------------- start

    /// Schedules the greenlet. Does nothing if it was started before, or killed.
    ///
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Greenlet<T> start() {
        hub.requireOpen("start");
        hub.atHub(() -> startUnlessClosing(this::startHere));
        return this;
    }

    /// Schedules the greenlet after a delay, counted from this call. Does nothing if it was started before, or killed.
    ///
    /// @param delay how long to wait, zero or more
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Greenlet<T> startLater(Duration delay) {
        long at = Times.sum(hub.now(), Times.nanos(delay, "A delay"));
        hub.requireOpen("startLater");
        hub.atHub(() -> startUnlessClosing(() -> startAt(at)));
        return this;
    }

    /// The hub may have begun to close while the start was on its way.
    private void startUnlessClosing(Runnable start) {
        if (hub.lifetime.isOpen()) {
            start.run();
        } else {
            killHere(hub.lifetime.ending());
        }
    }

    void startHere() {
        if (stage == State.NEW && outcome == null && thread.getState() == Thread.State.NEW) {
            arrive();
            if (outcome == null) {
                thread.start();
            }
        }
    }

    private void arrive() {
        stage = State.STARTING;
        hub.welcome(this);
    }

    private void startAt(long at) {
        if (stage == State.NEW && outcome == null && thread.getState() == Thread.State.NEW) {
            arrive();
            if (outcome == null) {
                beginWait(new DelayedStart(this));
                hub.startAt(waiting, at);
            }
        }
    }

    /// What its thread runs.
    void main() {
        if (stage == State.NEW && outcome == null) {
            startUnlessClosing(this::arrive); // Somebody has started its thread.
        }
        if (outcome != null) {
            return; // Killed before its first step.
        }
        stage = State.RUNNING;
        Outcome<T> ended = runBody();
        if (end(ended) && !isHeard && ended instanceof Outcome.Failed<T>(Throwable cause)) {
            hub.bodyFailed(this, cause);
        }
    }

    /// Says that a failure is thrown to somebody and needs no report. Before the start.
    Greenlet<T> asHeard() {
        isHeard = true;
        return this;
    }

    /// The delay is over.
    void startNow() {
        endWait();
        thread.start();
    }

    private Outcome<T> runBody() {
        T result = null;
        Throwable failure = null;
        try {
            Body<? extends T, ?> toRun = body;
            body = null;
            result = toRun.call();
        } catch (Throwable e) {
            failure = e;
        }
        failure = Deliveries.atEnd(this, failure);
        return failure == null ? new Outcome.Returned<>(result) : endedBy(failure);
    }

    private Outcome<T> endedBy(Throwable cause) {
        return cause instanceof GreenletExit exit
                ? new Outcome.Killed<>(exit)
                : new Outcome.Failed<>(cause);
    }

    /// Sets the outcome, once. Hub's thread only.
    ///
    /// @return false if there was one already
    private boolean end(Outcome<T> how) {
        if (outcome != null) {
            return false;
        }
        stage = State.ENDED;
        body = null;
        Timeout.cancelAllOf(this);
        hub.farewell(this); // First: whoever sees the outcome must not find it in the roster.
        outcome = how;
        if (links != null) {
            links.fireSoon();
        }
        return true;
    }

    /// Gives up on a greenlet whose hub is gone, so that nobody waits for it in vain. Hub's thread only.
    void abandon(Throwable cause) {
        end(new Outcome.Failed<>(cause));
    }

    // ---------------------------------------------------------------- join and get

    /// Waits until the greenlet has ended; returns at once if it has. Does not throw what it failed with.
    public void join() {
        awaitEnd("join", Times.FOREVER);
    }

    /// Waits until the greenlet has ended, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if it has ended
    public boolean join(Duration limit) {
        return awaitEnd("join", Times.limit(limit));
    }

    /// Waits for the result. What the body threw is thrown here too: the same instance to every caller, each time, even
    /// if its type is checked. Name that type to be able to catch it: `greenlet.<IOException>get()`.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws CancellationException if the greenlet was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T get() throws X {
        awaitEnd("get", Times.FOREVER);
        return Rethrow.<T, X>resultOf(this);
    }

    /// Waits for the result, at most for a time.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param limit how long; zero still gives the others a turn
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws TimeoutException if the time was up first
    /// @throws CancellationException if the greenlet was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T get(Duration limit) throws X, TimeoutException {
        if (!awaitEnd("get", Times.limit(limit))) {
            throw new TimeoutException(this + " has not ended within " + limit + ".");
        }
        return Rethrow.<T, X>resultOf(this);
    }

    /// The result, without waiting and without giving way.
    ///
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @return what the body returned
    /// @throws X if the body failed
    /// @throws TimeoutException if the greenlet has not ended
    /// @throws CancellationException if the greenlet was killed; the cause is the [GreenletExit]
    public <X extends Throwable> T getNow() throws X, TimeoutException {
        if (outcome == null) {
            throw new TimeoutException(this + " has not ended.");
        }
        return Rethrow.<T, X>resultOf(this);
    }

    boolean awaitEnd(String call, long nanos) {
        if (outcome != null) {
            return true;
        }
        Waiter waiter = Waiter.here(call, this);
        Link link = new Link.Join(waiter);
        hub.atHub(() -> add(link));
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                hub.atHub(() -> dropJoin(link));
            }
        }
    }

    private void dropJoin(Link link) {
        links().remove(link);
        if (links.isEmpty()) {
            hub.lifetime.forget(this);
        }
    }

    // ---------------------------------------------------------------- links

    /// Calls back when the greenlet has ended, in a greenlet of its own, so that the callback may wait. Links fire in the
    /// order in which they were added, each once; one that is added later still fires.
    ///
    /// @param callback hears of the end
    public void link(Consumer<? super Greenlet<T>> callback) {
        addSoon(new Link.InGreenlet<>(Objects.requireNonNull(callback), Link.When.ALWAYS));
    }

    /// As [#link], but only if the greenlet ends with success: it returned or was killed.
    ///
    /// @param callback hears of the end
    public void linkValue(Consumer<? super Greenlet<T>> callback) {
        addSoon(new Link.InGreenlet<>(Objects.requireNonNull(callback), Link.When.SUCCESS));
    }

    /// As [#link], but only if the greenlet fails.
    ///
    /// @param callback hears of the end
    public void linkException(Consumer<? super Greenlet<T>> callback) {
        addSoon(new Link.InGreenlet<>(Objects.requireNonNull(callback), Link.When.FAILURE));
    }

    /// As [#link], but the callback runs on the loop's own thread: cheaper, and it must not wait.
    ///
    /// @param callback hears of the end
    public void linkOnLoop(Consumer<? super Greenlet<T>> callback) {
        addSoon(new Link.OnLoop<>(Objects.requireNonNull(callback)));
    }

    @Override
    public boolean isReady() {
        return outcome != null;
    }

    /// As [#linkOnLoop] does, for one who waits for several things at once.
    @Override
    public Registration whenReady(Runnable callback) {
        Link link = new Link.Ready(Objects.requireNonNull(callback));
        addSoon(link);
        return () -> hub.atHub(() -> dropJoin(link));
    }

    /// Takes out the first link that was made for a callback, also while others are being fired. Does nothing if
    /// there is none.
    ///
    /// @param callback what was linked
    public void unlink(Consumer<? super Greenlet<T>> callback) {
        Objects.requireNonNull(callback);
        hub.atHub(() -> links().removeFor(callback));
    }

    /// Takes out all links, those of threads that [#join] excepted.
    public void unlinkAll() {
        hub.atHub(() -> links().clearCallbacks());
    }

    /// How many links there are, threads that join included. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the number
    public int linkCount() {
        Links known = links;
        return known == null ? 0 : known.size();
    }

    private void addSoon(Link link) {
        hub.atHub(() -> add(link));
    }

    private void add(Link link) {
        links().add(link);
        hub.keep(this);
        if (outcome != null) {
            links.fireSoon();
        }
    }

    private Links links() {
        if (links == null) {
            links = new Links(this);
        }
        return links;
    }

    // ---------------------------------------------------------------- kill

    /// Kills the greenlet with a [GreenletExit] and waits until it has ended.
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

    /// As [#kill()], and says why: the message of the [GreenletExit] names the caller and the reason.
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
        Kills.one(this, exception, Times.FOREVER);
    }

    /// As [#kill(Throwable)], waiting at most for a time.
    ///
    /// @param exception what to throw into the greenlet
    /// @param limit how long to wait for its end
    public void kill(Throwable exception, Duration limit) {
        Kills.one(this, exception, Times.limit(limit));
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

    void throwInto(Throwable exception) {
        Objects.requireNonNull(exception);
        if (outcome != null) {
            return;
        }
        if (Thread.currentThread() == thread) {
            throw Rethrow.unchecked(exception);
        }
        hub.atHub(() -> killHere(exception));
    }

    void killHere(Throwable exception) {
        if (outcome != null) {
            return;
        }
        if (stage == State.RUNNING) {
            deliver(exception);
            return;
        }
        if (waiting != null) {
            hub.cancel(waiting);
            endWait();
        }
        end(endedBy(exception));
    }

    /// Throws an exception into a greenlet that has begun: at its wait, or at its next one. Hub's thread only.
    void deliver(Throwable exception) {
        Deliveries.of(this).add(exception);
    }

    void beginWait(Deadline wait) {
        waiting = wait;
        hub.work.waiting++;
        waitingSince = hub.work.turnTime;
    }

    void endWait() {
        waiting = null;
        hub.work.waiting--;
        if (deliveries != null) {
            deliveries.watch();
        }
    }

    boolean isWaiting() {
        return waiting != null;
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
        return Deliveries.leaving(of(Thread.currentThread()), failure);
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
    /// greenlet only, it gets a [GreenletExit] with that as its cause.) Does not throw what the greenlet failed with.
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
        return hub;
    }

    /// A small number, unique among the greenlets of the hub that are started and not ended, used again afterwards;
    /// -1 for others.
    ///
    /// @return the number
    public int id() {
        return id;
    }

    /// A map that this greenlet shares with the one that spawned it and with all that it spawns, down to the last of them.
    /// One that was spawned by no greenlet, or by that of [Hub#call], begins a map of its own. Fit for several hubs; takes
    /// no nulls.
    ///
    /// @return the map; null for the greenlet of [Hub#call], and on hubs with [Tracking#NONE]
    public Map<Object, Object> treeLocals() {
        return Tree.localsOf(this);
    }

    /// Its name: unique unless it was set.
    ///
    /// @return the name
    public String name() {
        String given = thread.getName();
        return given.isEmpty() ? Spawner.name(thread.threadId()) : given;
    }

    /// Names the greenlet, and its thread.
    ///
    /// @param newName the name
    /// @return this
    public Greenlet<T> name(String newName) {
        thread.setName(Objects.requireNonNull(newName));
        return this;
    }

    /// The virtual thread it runs on.
    ///
    /// @return the thread
    public Thread thread() {
        return thread;
    }

    /// Where it is in its life. Exact on the hub; elsewhere it may be out of date.
    ///
    /// @return the state
    public State state() {
        return outcome != null ? State.ENDED : stage;
    }

    /// How it ended.
    ///
    /// @return the outcome, or null if it has not ended
    public Outcome<T> outcome() {
        return outcome;
    }

    /// Whether it has ended.
    ///
    /// @return true if there is an outcome
    public boolean hasEnded() {
        return outcome != null;
    }

    /// Whether it has ended with success: it returned or was killed.
    ///
    /// @return true if so
    public boolean isSuccessful() {
        Outcome<T> how = outcome;
        return how != null && how.isSuccess();
    }

    @Override
    public String toString() {
        return Spawner.text(this);
    }
}
