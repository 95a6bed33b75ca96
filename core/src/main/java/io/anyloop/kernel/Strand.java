package io.anyloop.kernel;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.jdk.ThreadBodies;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// A greenlet as the kernel sees it: its thread, its outcome, what it waits on, what is on its way to it. The class that
/// users know extends this, so that a greenlet is one object; what they may call is there. Other rooms of this library reach
/// what is here by [Strands].
///
/// @param <T> the result of its body
public abstract class Strand<T> {
    /// Where it is in its life.
    ///
    /// @hidden
    protected enum Stage {
        /// Not started.
        NEW,
        /// Started, but its first step has not been taken.
        STARTING,
        /// Has begun.
        RUNNING,
        /// Has ended.
        ENDED
    }

    final Engine hub;
    final Thread thread;
    private Body<? extends T, ?> body;
    private Stage stage = Stage.NEW;
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
    Limit timeouts;

    /// Its [Tree]; null as long as it stands alone. By Tree only.
    volatile Tree tree;

    /// A failure is thrown to somebody, so it needs no report.
    private boolean isHeard;

    /// An interrupt from outside ends its waits: who made its thread knows no greenlets, and has no other means to end it.
    boolean obeysInterrupts;

    /// One that is not started, and has no code yet.
    ///
    /// @hidden
    protected Strand(Engine hub) {
        this.hub = hub;
        Mount mount = new Mount(this);
        this.thread = hub.newThread(mount);
        if (!ThreadBodies.ARE_KNOWN) {
            thread.setUncaughtExceptionHandler(mount);
        }
        this.spawnedBy = Spawner.note(hub.options());
        this.tree = Tree.ofNewcomer(hub);
    }

    /// Gives it its code, once, before it is started.
    ///
    /// @hidden
    protected final void runs(Body<? extends T, ?> code) {
        body = code;
    }

    /// One of the same hub that runs a callback.
    ///
    /// @hidden
    protected abstract Strand<Void> runner(Body<Void, ?> code);

    /// What drives its hub.
    ///
    /// @hidden
    protected final Engine engine() {
        return hub;
    }

    /// Its thread.
    ///
    /// @hidden
    protected final Thread itsThread() {
        return thread;
    }

    /// How it ended, or null.
    ///
    /// @hidden
    protected final Outcome<T> itsOutcome() {
        return outcome;
    }

    /// Where it is in its life.
    ///
    /// @hidden
    protected final Stage stage() {
        return outcome != null ? Stage.ENDED : stage;
    }

    /// Its small number.
    ///
    /// @hidden
    protected final int number() {
        return id;
    }

    boolean isNew() {
        return stage() == Stage.NEW;
    }

    boolean isEnded() {
        return outcome != null;
    }

    /// Its name: unique unless it was set.
    ///
    /// @hidden
    protected final String itsName() {
        String given = thread.getName();
        return given.isEmpty() ? Spawner.name(thread.threadId()) : given;
    }

    // ---------------------------------------------------------------- start

    /// Schedules it; does nothing if it was started before, or killed. Any thread.
    ///
    /// @throws io.anyloop.exceptions.HubClosedException if the hub is closing
    ///
    /// @hidden
    protected final void startSoon() {
        hub.requireOpen("start");
        hub.atHub(() -> startUnlessClosing(this::startHere));
    }

    /// As [#startSoon], after a delay that is counted from this call.
    ///
    /// @hidden
    protected final void startSoon(Duration delay) {
        long at = Times.sum(hub.now(), Times.nanos(delay, "A delay"));
        hub.requireOpen("startLater");
        hub.atHub(() -> startUnlessClosing(() -> startAt(at)));
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
        if (stage == Stage.NEW && outcome == null && thread.getState() == Thread.State.NEW) {
            arrive();
            if (outcome == null) {
                thread.start();
            }
        }
    }

    private void arrive() {
        stage = Stage.STARTING;
        hub.welcome(this);
    }

    private void startAt(long at) {
        if (stage == Stage.NEW && outcome == null && thread.getState() == Thread.State.NEW) {
            arrive();
            if (outcome == null) {
                beginWait(new DelayedStart(this));
                hub.startAt(waiting, at);
            }
        }
    }

    /// What its thread runs.
    void main() {
        if (stage == Stage.NEW && outcome == null) {
            startUnlessClosing(this::arrive); // Somebody has started its thread.
        }
        if (outcome != null) {
            return; // Killed before its first step.
        }
        stage = Stage.RUNNING;
        Outcome<T> ended = runBody();
        if (end(ended) && !isHeard && ended instanceof Outcome.Failed<T>(Throwable cause)) {
            hub.bodyFailed(this, cause);
        }
    }

    void hear() {
        isHeard = true;
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
        stage = Stage.ENDED;
        body = null;
        Limit.cancelAllOf(this);
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

    // ---------------------------------------------------------------- links

    /// Links a callback, which runs in a greenlet of its own.
    ///
    /// @hidden
    @SuppressWarnings("unchecked") // A link is fired by the greenlet that it was added to.
    protected final void addLink(Consumer<?> callback, Link.When when) {
        addSoon(new Link.InGreenlet((Consumer<Object>) Objects.requireNonNull(callback), when));
    }

    /// Links a callback, which runs on the loop.
    ///
    /// @hidden
    @SuppressWarnings("unchecked") // A link is fired by the greenlet that it was added to.
    protected final void addLinkOnLoop(Consumer<?> callback) {
        addSoon(new Link.OnLoop((Consumer<Object>) Objects.requireNonNull(callback)));
    }

    /// Calls back, on the loop, when it has ended.
    ///
    /// @return takes the callback out
    ///
    /// @hidden
    protected final Runnable addReady(Runnable callback) {
        Link link = new Link.Ready(Objects.requireNonNull(callback));
        addSoon(link);
        return () -> hub.atHub(() -> dropJoin(link));
    }

    /// Takes out the first link that was made for a callback.
    ///
    /// @hidden
    protected final void removeLink(Object callback) {
        Objects.requireNonNull(callback);
        hub.atHub(() -> links().removeFor(callback));
    }

    /// Takes out all links but those of threads that join.
    ///
    /// @hidden
    protected final void removeLinks() {
        hub.atHub(() -> links().clearCallbacks());
    }

    /// How many links there are.
    ///
    /// @hidden
    protected final int countLinks() {
        Links known = links;
        return known == null ? 0 : known.size();
    }

    /// Has somebody who waits woken when it has ended. Any thread.
    ///
    /// @return takes that back
    Runnable join(Waiting waiter) {
        Link link = new Link.Join(waiter);
        hub.atHub(() -> add(link));
        return () -> hub.atHub(() -> dropJoin(link));
    }

    private void dropJoin(Link link) {
        links().remove(link);
        if (links.isEmpty()) {
            hub.lifetime.forget(this);
        }
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

    /// Throws an exception into it, without waiting; here, if the caller is this greenlet. Any thread.
    ///
    /// @hidden
    protected final void throwInto(Throwable exception) {
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
        if (stage == Stage.RUNNING) {
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

    // ---------------------------------------------------------------- what it is

    /// What it shares with those that it spawns, down to the last of them, or null.
    ///
    /// @hidden
    protected final Map<Object, Object> shared() {
        return Tree.localsOf(this);
    }
}
