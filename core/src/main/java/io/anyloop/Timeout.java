package io.anyloop;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/// Limits the time of everything that a greenlet does in a scope: when the time is up, this very object is thrown out
/// of the call at which the greenlet waits. Code that only computes is not interrupted, and if it ends late without
/// waiting nothing is thrown, then or later.
///
/// Two forms. The call form has the full semantics:
///
/// ```java
/// return Timeout.call(Duration.ofSeconds(5), () -> fetch(url));
/// ```
///
/// The block form is exact where the greenlet waits at a call of ours:
///
/// ```java
/// try (var _ = Timeout.after(Duration.ofSeconds(5))) {
///     for (String url : urls) {
///         fetch(url); // one limit for all of them
///     }
/// }
/// ```
///
/// A wait inside the JDK ends as the JDK documents: a socket's by [java.net.SocketTimeoutException], with this object as its
/// cause; what can be interrupted by [InterruptedException]. Code of somebody else's may catch that, wrap it, try again or go
/// on. So this object stays due: it strikes at each further wait of the JDK's, is thrown by the first wait of ours, and at the
/// latest at the end of its scope. Once it has struck the call form throws it, whatever the code threw or returned, with what
/// the code threw as suppressed. The block form cannot replace what its body threw: this object is found among its suppressed
/// exceptions then ([#behind] looks there), and is thrown at the end of the block if the code has returned. There is no silent
/// mode for blocks.
///
/// `docs/cut-off.md` has the rules in one table. [Greenlet#shielded] gives time to clean-up code.
///
/// A loop that gives way by the JDK's means and never waits (`Thread.sleep(0)`, `poll(0, ...)` with `Thread.yield()`) is
/// interrupted as well. What no interrupt ends goes on until it ends by itself, and the timeout comes after it:
/// `CompletableFuture.join`, `Lock.lock`, `acquireUninterruptibly`, `awaitUninterruptibly`, the entry of `synchronized` (with it a second
/// select on one selector), a read or a write behind another of the same `SSLSocket`, without the agent that of any other socket or
/// channel, and a loop that ignores interrupts and only ever gives way. Use what can be ended:
/// [AsyncResult#from(CompletionStage)] and its `get`, [Lock], `lockInterruptibly`.
///
/// One that nobody takes back ends with its greenlet.
///
/// An [Error], so that `catch (Exception)` does not eat it, and another type than the
/// [java.util.concurrent.TimeoutException] by which a single call says that *its* time was up.
///
/// Belongs to the greenlet that starts it, and is used by that greenlet only.
///
/// @see <a href="https://www.gevent.org/api/gevent.timeout.html">gevent.Timeout</a>
/// @serial exclude
public final class Timeout extends Error implements AutoCloseable {
    private static final long serialVersionUID = 1;

    private final long nanos;
    private transient Supplier<? extends Throwable> replacement;
    private boolean silent;
    private transient Greenlet<?> owner;

    /// Its place among the hub's [Deadlines].
    int slot = Deadline.IDLE;

    /// Its neighbours among those of its owner whose time runs.
    private transient Timeout before;

    private transient Timeout after;

    private int starts;
    private boolean closed;
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

    private Timeout(long nanos) {
        super(null, null, true, true);
        this.nanos = nanos;
        this.made = true;
    }

    // ---------------------------------------------------------------- making

    /// A timeout that is not started yet.
    ///
    /// @param limit how long, zero or more; zero expires at the next wait
    /// @return the timeout
    public static Timeout of(Duration limit) {
        return new Timeout(Times.limit(limit));
    }

    /// A timeout that never expires and costs no timer, for code that takes one.
    ///
    /// @return the timeout
    public static Timeout never() {
        return new Timeout(Times.FOREVER);
    }

    /// A timeout that is started.
    ///
    /// @param limit how long from now, zero or more
    /// @return the timeout, to be closed at the end of the block
    /// @throws NoHubException if the caller is not a greenlet
    public static Timeout after(Duration limit) {
        return of(limit).start();
    }

    /// Throws something else instead of this object.
    ///
    /// @param exception makes what to throw
    /// @return this
    public Timeout throwing(Supplier<? extends Throwable> exception) {
        replacement = Objects.requireNonNull(exception);
        return this;
    }

    /// Makes [#run] swallow this timeout, and only this one. Has no effect on a timeout that is started by hand.
    ///
    /// @return this
    public Timeout silent() {
        silent = true;
        return this;
    }

    // ---------------------------------------------------------------- the call form

    /// Runs code under a limit. If that cuts off a wait of the code's, this throws the timeout, whatever the code makes of it.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param limit how long, zero or more
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    /// @throws NoHubException if the caller is not a greenlet
    public static <T, X extends Throwable> T call(Duration limit, Body<T, X> body) throws X {
        return of(limit).call(body);
    }

    /// Runs code under a limit, with a value for when the time is up: only its own time, not that of a scope around. If the limit
    /// cuts off a wait of the code's, this returns that value, whatever the code makes of it.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param limit how long, zero or more
    /// @param body the code
    /// @param late the result if this limit expired
    /// @return what the code returned, or `late`
    /// @throws X if the code fails
    /// @throws NoHubException if the caller is not a greenlet
    public static <T, X extends Throwable> T callOr(Duration limit, Body<T, X> body, T late)
            throws X {
        Timeout timeout = of(limit);
        try {
            return timeout.call(body);
        } catch (Timeout expired) {
            if (expired == timeout) {
                return late;
            }
            throw expired;
        }
    }

    /// As [#call(Duration, Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param limit how long, zero or more
    /// @param action the code
    /// @throws X if the code fails
    /// @throws NoHubException if the caller is not a greenlet
    public static <X extends Throwable> void run(Duration limit, Action<X> action) throws X {
        of(limit).call(action.asBody());
    }

    /// Starts this timeout, runs code under it and takes it back. If it cuts off a wait of the code's, this throws it, whatever
    /// the code makes of it.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails
    /// @throws NoHubException if the caller is not a greenlet
    public <T, X extends Throwable> T call(Body<T, X> body) throws X {
        Objects.requireNonNull(body);
        start();
        return limited(owner, body);
    }

    /// Found by its name in stacks, which tells where a timeout was started ([TimeoutText]).
    private <T, X extends Throwable> T limited(Greenlet<?> caller, Body<T, X> body) throws X {
        int mine = ++caller.limits;
        level = mine;
        T result = null;
        Throwable failure = null;
        try {
            result = body.call();
        } catch (Throwable e) {
            failure = e;
        }
        caller.limits = mine - 1;
        Throwable end = end(failure);
        if (end != null) {
            throw Rethrow.<X>as(end);
        }
        return result;
    }

    /// Takes it back at the end of its call.
    ///
    /// @param failure what the code has thrown, or null
    /// @return what is to be thrown: this, once it has struck, unless something goes to somebody further out
    private Throwable end(Throwable failure) {
        boolean wasStriking = hasStruck;
        Throwable wasThrown = arrived;
        cancel();
        boolean passes =
                failure != null
                        && (failure == wasThrown
                                || failure == this
                                || owner.deliveries != null
                                        && owner.deliveries.isForOthers(failure));
        if (!wasStriking || passes) {
            return failure;
        }
        return Deliveries.with(wasThrown == null ? expired() : wasThrown, failure);
    }

    /// Starts this timeout, runs code under it and takes it back. If it is [#silent] and expires, the code is cut off
    /// and this returns.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @return true if the code came to its end, false if this timeout cut it off
    /// @throws X if the code fails
    /// @throws NoHubException if the caller is not a greenlet
    public <X extends Throwable> boolean run(Action<X> action) throws X {
        try {
            call(action.asBody());
            return true;
        } catch (Timeout expired) {
            if (expired == this && silent) {
                return false;
            }
            throw expired;
        }
    }

    // ---------------------------------------------------------------- by hand

    /// Starts the time, for the calling greenlet, counted from now. May be started again after it expired or was
    /// cancelled; the full time counts then.
    ///
    /// @return this
    /// @throws IllegalStateException if it is pending, or closed, or the hub has ended
    /// @throws NoHubException if the caller is not a greenlet
    public Timeout start() {
        if (closed) {
            throw new IllegalStateException("This timeout is closed. Make a new one.");
        }
        if (isPending()) {
            throw new IllegalStateException(
                    "This timeout has been started and is pending. Cancel it before it is started again.");
        }
        Greenlet<?> caller = Greenlet.currentFor("A timeout");
        if (owner == caller) {
            Deliveries.takeBack(caller, this); // It has expired before and was not thrown.
        }
        caller.hub.requireTime();
        owner = caller;
        forgetLast();
        isOpen = true;
        depth = Deliveries.shields(caller);
        origin = caller.hub.tracking() == Tracking.STACK ? TimeoutText.caller() : null;
        starts++;
        if (nanos != Times.FOREVER) {
            caller.hub.start(this, nanos);
            enlist();
            if (nanos == 0) {
                int started = starts;
                caller.hub.submit(() -> expireNow(started));
            }
        }
        return this;
    }

    private void forgetLast() {
        hasStruck = false;
        arrived = null;
        cut = null;
        level = 0;
    }

    /// No time at all: expires when its greenlet gives way, not when the hub looks at the clock.
    private void expireNow(int started) {
        if (isPending() && starts == started) {
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
    static void cancelAllOf(Greenlet<?> ended) {
        for (Timeout last = ended.timeouts; last != null; last = ended.timeouts) {
            ended.hub.cancel(last);
            last.delist();
        }
    }

    /// Takes the timeout back: it does not expire any more, and if it has expired without being thrown yet, it will not
    /// be. May be started again. Does nothing if it is not pending.
    public void cancel() {
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

    /// Cancels for good. Throws this object if it has cut off a wait of the JDK's and has not come out of a wait of ours since;
    /// after a body that failed it becomes a suppressed exception.
    @Override
    public void close() {
        boolean isOwed = hasStruck && arrived == null;
        cancel();
        closed = true;
        if (isOwed) {
            throw Rethrow.unchecked(expired());
        }
    }

    /// Whether the time is running.
    ///
    /// @return true if it is started and neither expired nor cancelled
    public boolean isPending() {
        return slot != Deadline.IDLE;
    }

    /// The limit.
    ///
    /// @return the limit; for [#never] the longest there is
    public Duration limit() {
        return Duration.ofNanos(nanos);
    }

    // ---------------------------------------------------------------- as an exception

    /// The timeout that is behind a failure: the failure itself, or among its causes and what they suppress. For code that
    /// catches what a library makes of a wait that was cut off:
    ///
    /// ```java
    /// try {
    ///     return driver.query();
    /// } catch (SQLException e) {
    ///     if (Timeout.behind(e) != null) {
    ///         return "too late";
    ///     }
    ///     throw e;
    /// }
    /// ```
    ///
    /// @param failure what was caught
    /// @return the first that is found; null if no timeout is behind it
    public static Timeout behind(Throwable failure) {
        return (Timeout) Causes.find(failure, cause -> cause instanceof Timeout);
    }

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
            cutsOff(wait, Deadline.waitedNanos(owner));
        }
        arrived = expired();
        return arrived;
    }

    /// @param wait what it cuts off
    /// @param waited for how long that has waited; 0 if it is not known, or was cut off before it began
    void cutsOff(Object wait, long waited) {
        cut = TimeoutText.cut(wait, waited);
    }

    /// Whether its scope is still open.
    boolean isOpen() {
        return isOpen;
    }

    /// What to throw, with the stack of the caller.
    private Throwable expired() {
        if (replacement != null) {
            return Objects.requireNonNull(
                    replacement.get(), "A timeout's replacement must not be null.");
        }
        return fillInStackTrace();
    }

    /// Costly, so it is done when this is thrown, not when it is made.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Used by one greenlet.
    public Throwable fillInStackTrace() {
        return made ? super.fillInStackTrace() : this;
    }

    /// The limit; and once it has expired where it was started, what it has cut off, and for how long that had waited.
    ///
    /// @return a text for people
    @Override
    public String getMessage() {
        return cut == null ? TimeoutText.limit(nanos, silent) : limitText() + ", cut off " + cut;
    }

    /// The limit, and where it was started.
    String limitText() {
        return TimeoutText.limit(nanos, silent)
                + TimeoutText.start(origin, origin == null ? getStackTrace() : null, level);
    }
}
