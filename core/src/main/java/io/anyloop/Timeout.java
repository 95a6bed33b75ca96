package io.anyloop;

import io.anyloop.base.Causes;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.kernel.Limit;
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
/// [io.anyloop.sync.AsyncResult#from(CompletionStage)] and its `get`, [io.anyloop.sync.Lock], `lockInterruptibly`.
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
@SuppressWarnings("exports") // What it extends shows users nothing.
public final class Timeout extends Limit implements AutoCloseable {
    private static final long serialVersionUID = 1;

    private transient Supplier<? extends Throwable> replacement;
    private boolean silent;
    private boolean closed;

    private Timeout(long nanos) {
        super(nanos);
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
        return limited(body);
    }

    /// Found by its name in stacks, which tells where a timeout was started ([Limit]).
    private <T, X extends Throwable> T limited(Body<T, X> body) throws X {
        int calls = beginCall();
        T result = null;
        Throwable failure = null;
        try {
            result = body.call();
        } catch (Throwable e) {
            failure = e;
        }
        Throwable end = endCall(calls, failure);
        if (end != null) {
            throw Rethrow.<X>as(end);
        }
        return result;
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
        begin();
        return this;
    }

    /// Takes the timeout back: it does not expire any more, and if it has expired without being thrown yet, it will not
    /// be. May be started again. Does nothing if it is not pending.
    public void cancel() {
        takeBack();
    }

    /// Cancels for good. Throws this object if it has cut off a wait of the JDK's and has not come out of a wait of ours since;
    /// after a body that failed it becomes a suppressed exception.
    @Override
    public void close() {
        boolean isOwed = isOwed();
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
        return isRunning();
    }

    /// The limit.
    ///
    /// @return the limit; for [#never] the longest there is
    public Duration limit() {
        return length();
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

    @Override
    protected Throwable expired() {
        if (replacement != null) {
            return Objects.requireNonNull(
                    replacement.get(), "A timeout's replacement must not be null.");
        }
        return fillInStackTrace();
    }

    /// The limit; and once it has expired where it was started, what it has cut off, and for how long that had waited.
    ///
    /// @return a text for people
    @Override
    public String getMessage() {
        return text();
    }

    @Override
    protected String lengthText() {
        return lengthText(nanos(), silent);
    }
}
