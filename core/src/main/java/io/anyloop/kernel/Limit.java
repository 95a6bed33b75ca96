package io.anyloop.kernel;

import io.anyloop.base.Times;
import java.time.Duration;

/// Time that runs for one greenlet, and is thrown into it when it is over: a timeout, as the kernel sees it. The class that users
/// know extends this. By the greenlet that has started it, and on its hub's thread.
///
/// @serial exclude
public abstract class Limit extends Error {
    private static final long serialVersionUID = 1;

    private final long nanos;
    private transient Strand<?> owner;

    /// Its place among the hub's [Deadlines].
    int slot = Deadline.IDLE;

    /// Its neighbours among those of its owner whose time runs.
    private transient Limit before;

    private transient Limit after;

    private int starts;
    private final boolean made;

    /// Whether it is started, and has not been taken back since.
    private boolean isOpen;

    /// Whether it has cut off a wait, be it of ours or of the JDK's, since it was started.
    private boolean hasStruck;

    /// As what it has come out of a wait of ours, or null.
    private transient Throwable arrived;

    /// What it has cut off, for people.
    private String cut;

    /// So many shields were around when it was started.
    private int depth;

    /// Which of the calls of limits around it is its own, counted from the outermost; 0 for the others.
    private int level;

    /// Where it was started, if that was to be remembered.
    private transient StackTraceElement origin;

    /// One that is not started.
    ///
    /// @param nanos how long
    ///
    /// @hidden
    protected Limit(long nanos) {
        super(null, null, true, true);
        this.nanos = nanos;
        this.made = true;
    }

    // ---------------------------------------------------------------- for the class that users
    // know

    /// What to throw, with the stack of the caller.
    ///
    /// @hidden
    protected abstract Throwable expired();

    /// The length of the time, for people.
    ///
    /// @hidden
    protected abstract String lengthText();

    /// Starts the time, for the calling greenlet, counted from now.
    ///
    /// @throws io.anyloop.exceptions.NoHubException if the caller is not a greenlet
    ///
    /// @hidden
    protected final void begin() {
        Strand<?> caller = Strands.currentFor("A timeout");
        if (owner == caller) {
            Deliveries.takeBack(caller, this); // It has expired before and was not thrown.
        }
        caller.hub.requireTime();
        owner = caller;
        forgetLast();
        isOpen = true;
        depth = Deliveries.shields(caller);
        origin = caller.hub.options().tracksStack() ? LimitText.caller(getClass()) : null;
        starts++;
        if (nanos != Times.FOREVER) {
            caller.hub.start(this, nanos);
            enlist();
            if (nanos == 0) {
                int started = starts;
                caller.hub.submit(() -> expireNow(started));
            }
        }
    }

    /// The call form begins.
    ///
    /// @return how many of them are around the caller now, for [#endCall]
    ///
    /// @hidden
    protected final int beginCall() {
        level = ++owner.limits;
        return level;
    }

    /// The call form ends.
    ///
    /// @param depthOfCalls what [#beginCall] has returned
    /// @param failure what the code has thrown, or null
    /// @return what is to be thrown: this, once it has struck, unless something goes to somebody further out
    ///
    /// @hidden
    protected final Throwable endCall(int depthOfCalls, Throwable failure) {
        owner.limits = depthOfCalls - 1;
        boolean wasStriking = hasStruck;
        Throwable wasThrown = arrived;
        Strand<?> caller = owner;
        takeBack();
        boolean passes =
                failure != null
                        && (failure == wasThrown
                                || failure == this
                                || caller.deliveries != null
                                        && caller.deliveries.isForOthers(failure));
        if (!wasStriking || passes) {
            return failure;
        }
        return Deliveries.with(wasThrown == null ? expired() : wasThrown, failure);
    }

    /// It does not expire any more, and if it has expired without being thrown yet, it will not be.
    ///
    /// @hidden
    protected final void takeBack() {
        if (owner == null) {
            return;
        }
        if (Thread.currentThread() != owner.thread) {
            owner.hub.requireHere("Timeout.cancel()");
        }
        owner.hub.cancel(this);
        delist();
        Deliveries.takeBack(owner, this);
        hasStruck = false;
        arrived = null;
        isOpen = false;
    }

    /// Whether it has cut off a wait and has not come out of one of ours.
    ///
    /// @hidden
    protected final boolean isOwed() {
        return hasStruck && arrived == null;
    }

    /// Whether the time is running.
    ///
    /// @hidden
    protected final boolean isRunning() {
        return slot != Deadline.IDLE;
    }

    /// The length of the time.
    ///
    /// @hidden
    protected final long nanos() {
        return nanos;
    }

    /// The length, and once it has expired where it was started, what it has cut off, and for how long that had waited.
    ///
    /// @hidden
    protected final String text() {
        return cut == null ? lengthText() : limitText() + ", cut off " + cut;
    }

    // ---------------------------------------------------------------- time

    private void forgetLast() {
        hasStruck = false;
        arrived = null;
        cut = null;
        level = 0;
    }

    /// No time at all: expires when its greenlet gives way, not when the hub looks at the clock.
    private void expireNow(int started) {
        if (isRunning() && starts == started) {
            owner.hub.cancel(this);
            due();
        }
    }

    /// The time has come.
    void due() {
        delist();
        Deliveries.of(owner).add(this, depth);
    }

    private void enlist() {
        before = null;
        after = owner.timeouts;
        if (after != null) {
            after.before = this;
        }
        owner.timeouts = this;
    }

    private void delist() {
        if (owner.timeouts == this) {
            owner.timeouts = after;
        } else if (before != null) {
            before.after = after;
        } else {
            return; // It is not there.
        }
        if (after != null) {
            after.before = before;
        }
        before = null;
        after = null;
    }

    /// A greenlet has ended: the time of those that it has not taken back runs for nobody. Hub's thread only.
    static void cancelAllOf(Strand<?> ended) {
        for (Limit last = ended.timeouts; last != null; last = ended.timeouts) {
            ended.hub.cancel(last);
            last.delist();
        }
    }

    // ---------------------------------------------------------------- as an exception

    /// It cuts off a wait.
    void struck() {
        hasStruck = true;
    }

    /// It is about to come out of a wait of ours, or of a scope, as itself.
    ///
    /// @return what to throw
    Throwable arrive() {
        hasStruck = true;
        Deadline wait = owner.waiting;
        if (wait != null) {
            cutsOff(wait, Strands.waitedNanos(owner));
        }
        arrived = expired();
        return arrived;
    }

    /// @param wait what it cuts off
    /// @param waited for how long that has waited; 0 if it is not known, or was cut off before it began
    void cutsOff(Object wait, long waited) {
        cut = LimitText.cut(wait, waited);
    }

    /// Whether its scope is still open.
    boolean isOpen() {
        return isOpen;
    }

    /// Costly, so it is done when this is thrown, not when it is made.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Used by one greenlet.
    public Throwable fillInStackTrace() {
        return made ? super.fillInStackTrace() : this;
    }

    /// The length, and where it was started.
    String limitText() {
        return lengthText()
                + LimitText.start(
                        origin, origin == null ? getStackTrace() : null, level, getClass());
    }

    /// A length of time for people.
    ///
    /// @hidden
    protected static String lengthText(long nanos, boolean silent) {
        return LimitText.length(nanos, silent);
    }

    /// The length of the time.
    ///
    /// @hidden
    protected final Duration length() {
        return Duration.ofNanos(nanos);
    }
}
