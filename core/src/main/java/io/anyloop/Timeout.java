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
/// rows = Timeout.call(Duration.ofSeconds(5), () -> jdbc.query("select ..."));
/// ```
///
/// The block form is exact where the greenlet waits at a call of ours:
///
/// ```java
/// try (var limit = Timeout.after(Duration.ofSeconds(5))) { ... }
/// ```
///
/// A wait inside the JDK can only be interrupted: the code there sees [InterruptedException]. The call form then throws
/// this object all the same, with what the code threw as suppressed. The block form cannot replace what its body threw:
/// this object is found among its suppressed exceptions, or is thrown at the end of the block if the code has
/// swallowed the interrupt; where code under the call form has swallowed it and returned, its result stands. There is no
/// silent mode for blocks.
///
/// A loop that gives way by the JDK's means and never waits (`Thread.sleep(0)`, `poll(0, ...)` with `Thread.yield()`) is
/// interrupted as well. What does not look at interrupts goes on: a loop of `Thread.yield()` alone, and the JDK's waits that
/// no interrupt ends, `CompletableFuture.join`, `Lock.lock`, `acquireUninterruptibly`, the entry of `synchronized`, a write
/// behind another writer of the same socket. There this object is thrown at the next wait that can be ended. Use what can be
/// ended: [AsyncResult#from(CompletionStage)] and its `get`, [Lock], `lockInterruptibly`.
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
    private boolean interruptedBody;
    private final boolean made;

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

    /// Runs code under a limit.
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

    /// Runs code under a limit, with a value for when the time is up: only its own time, not that of a scope around.
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

    /// Starts this timeout, runs code under it and takes it back.
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
        try {
            return body.call();
        } catch (Throwable e) {
            if (interruptedBody && e != this) {
                Throwable expired = expired();
                expired.addSuppressed(e);
                throw Rethrow.<X>as(expired);
            }
            throw Rethrow.<X>as(e);
        } finally {
            cancel();
        }
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
            caller.takeBack(this); // It has expired before and was not thrown.
        }
        caller.hub.requireTime();
        owner = caller;
        interruptedBody = false;
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

    /// No time at all: expires when its greenlet gives way, not when the hub looks at the clock.
    private void expireNow(int started) {
        if (isPending() && starts == started) {
            owner.hub.cancel(this);
            due();
        }
    }

    /// The time has come.
    void due() {
        strike();
        owner.deliver(this);
    }

    private void enlist() {
        before = null;
        after = owner.timeouts;
        if (after != null) {
            after.before = this;
        }
        owner.timeouts = this;
    }

    private void strike() {
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
            last.strike();
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
        strike();
        owner.takeBack(this);
        interruptedBody = false;
    }

    /// Cancels for good. Throws this object if it has interrupted a wait of the JDK and could not be thrown there; after
    /// a body that failed it becomes a suppressed exception.
    @Override
    public void close() {
        boolean hasCutOff = interruptedBody;
        cancel();
        closed = true;
        if (hasCutOff) {
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

    /// It has interrupted its greenlet in a wait of the JDK.
    void interrupted() {
        interruptedBody = true;
    }

    /// What to throw, with the stack of the caller.
    Throwable expired() {
        interruptedBody = false;
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

    @Override
    public String getMessage() {
        if (nanos == Times.FOREVER) {
            return "never";
        }
        long millis = Math.round(nanos / 1e6);
        String number = millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1000.0;
        return number + (number.equals("1") ? " second" : " seconds") + (silent ? ", silent" : "");
    }
}
