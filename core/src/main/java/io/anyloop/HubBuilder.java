package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.jdk.HubThreads;
import io.anyloop.kernel.Options;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Options of a hub. Made by [Hub#builder]; every option has a default. Not thread-safe.
///
/// ```java
/// try (Hub hub =
///         Hub.builder()
///                 .name("orders")
///                 .loop("select")
///                 .stuckLimit(Duration.ofSeconds(1))
///                 .errorHandler(report -> log.add(report.failure()))
///                 .open()) {
///     hub.call(() -> takeOrders());
/// }
/// ```
public final class HubBuilder {
    private static final Duration BUDGET = Duration.ofNanos(500_000);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration STUCK_LIMIT = Duration.ofSeconds(1);

    String name;
    Loop loop;
    private LoopProvider provider;
    long stackBytes;
    Duration turnBudget = BUDGET;
    Duration closeLimit = CLOSE_LIMIT;
    Duration stallLimit = STALL_LIMIT;
    Duration stuckLimit = STUCK_LIMIT;
    WhenStuck whenStuck = WhenStuck.REPORT;
    StuckHandler stuckHandler = StuckHandler.logging();
    Predicate<StackTraceElement> mayBeStuck = frame -> false;
    Tracking tracking = Tracking.SPAWNER;
    ErrorHandler errorHandler = ErrorHandler.logging();
    Predicate<Throwable> fatal = failure -> false;
    Boolean closedWorld;
    boolean inheritsThreadLocals = true;
    boolean namesThreads;
    boolean isDaemon = true;
    Duration exitLimit; // null for none
    List<ContextCarrier> carriers; // null for none
    SwitchListener switchListener; // null for none

    HubBuilder() {}

    /// Names the hub and its thread. By default `hub-1` and so on.
    ///
    /// @param newName the name
    /// @return this
    public HubBuilder name(String newName) {
        name = Objects.requireNonNull(newName);
        return this;
    }

    /// Chooses the loop by name. By default [Loops#choose] decides.
    ///
    /// @param loopName the name, for example `select`
    /// @return this
    /// @throws IllegalArgumentException if no loop has the name
    public HubBuilder loop(String loopName) {
        provider = Loops.named(loopName);
        return this;
    }

    /// Gives the hub a loop. The hub takes it over, and closes it at its own end; a hosted loop's host goes on.
    ///
    /// @param newLoop the loop; a driven one must belong to the thread that opens the hub
    /// @return this
    public HubBuilder loop(Loop newLoop) {
        loop = Objects.requireNonNull(newLoop);
        return this;
    }

    /// Sets the stack size of the hub's thread. Greenlets run on that stack, so it bounds how deep each may recurse.
    /// Without effect on a hosted loop, whose thread is the host's. By default the size that Java gives to threads.
    ///
    /// @param bytes the size, more than zero
    /// @return this
    public HubBuilder stackSize(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(
                    "A stack size must be more than zero bytes, this is %d.".formatted(bytes));
        }
        stackBytes = bytes;
        return this;
    }

    /// Sets for how long greenlets run, one after the other, before the hub looks at its deadlines again; a greenlet is not cut
    /// off in the middle. At its loop it looks then, too, once those have run who could run at the look before, and after
    /// twenty budgets in any case. On a hosted loop a budget is the length of one task. By default half a millisecond.
    ///
    /// @param budget more than zero
    /// @return this
    public HubBuilder turnBudget(Duration budget) {
        turnBudget = positive(budget, "A turn's budget");
        return this;
    }

    /// Sets for how long [Hub#close] lets greenlets end, each with its `finally`. By default ten seconds.
    ///
    /// @param limit zero or more
    /// @return this
    public HubBuilder closeLimit(Duration limit) {
        Times.limit(limit);
        closeLimit = limit;
        return this;
    }

    /// Sets after which time a hub is reported as stalled: greenlets wait at our calls, and nothing is due. By default ten
    /// seconds.
    ///
    /// @param limit more than zero
    /// @return this
    public HubBuilder stallLimit(Duration limit) {
        stallLimit = positive(limit, "A stall limit");
        return this;
    }

    /// Sets after which time it is reported that something keeps the hub's thread: a greenlet or a callback that neither waits
    /// nor ends, so that nothing else can run. By default one second.
    ///
    /// @param limit more than zero; a very long one switches it off
    /// @return this
    public HubBuilder stuckLimit(Duration limit) {
        stuckLimit = positive(limit, "A stuck limit");
        return this;
    }

    /// Sets what happens then, beside the report.
    ///
    /// @param what [WhenStuck#REPORT] by default
    /// @return this
    public HubBuilder whenStuck(WhenStuck what) {
        whenStuck = Objects.requireNonNull(what);
        return this;
    }

    /// Sets who hears of it. By default it is logged.
    ///
    /// @param handler the handler
    /// @return this
    public HubBuilder stuckHandler(StuckHandler handler) {
        stuckHandler = Objects.requireNonNull(handler);
        return this;
    }

    /// Declares code that may keep the hub's thread for long, without a report.
    ///
    /// @param isFine tells by a frame of the stack
    /// @return this
    public HubBuilder mayBeStuck(Predicate<StackTraceElement> isFine) {
        mayBeStuck = Objects.requireNonNull(isFine);
        return this;
    }

    /// Sets how much to remember of where greenlets were spawned.
    ///
    /// @param level the level; [Tracking#SPAWNER] by default
    /// @return this
    public HubBuilder tracking(Tracking level) {
        tracking = Objects.requireNonNull(level);
        return this;
    }

    /// Sets who hears of failures that nobody else is told of. By default they are logged.
    ///
    /// @param handler the handler
    /// @return this
    public HubBuilder errorHandler(ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler);
        return this;
    }

    /// Who hears of failures as things stand, for those who put somebody in front.
    ///
    /// @return the handler that was set last, or the one that logs
    public ErrorHandler errorHandler() {
        return errorHandler;
    }

    /// Declares failures that must not only be reported: they are also thrown where [Hub#call] waits, as errors of the
    /// virtual machine are.
    ///
    /// @param isFatal tells which
    /// @return this
    public HubBuilder fatal(Predicate<Throwable> isFatal) {
        fatal = Objects.requireNonNull(isFatal);
        return this;
    }

    /// Declares that nothing outside the hub can wake its greenlets, but other hubs that it has to do with. A deadlock is
    /// certain when on none of these anything can run or is due: [io.anyloop.exceptions.LoopExit] then. By default only where time is simulated.
    ///
    /// @param closed whether the world is closed
    /// @return this
    public HubBuilder closedWorld(boolean closed) {
        closedWorld = closed;
        return this;
    }

    /// Sets whether a greenlet takes over the [InheritableThreadLocal]s and the context class loader of the thread that makes
    /// it, as any thread of Java's does. By default it does. Without that, each spawn saves the copying, and greenlets begin
    /// empty and with the system's class loader.
    ///
    /// What a library keeps in plain [ThreadLocal]s is never taken over, as with any thread. Logback's MDC is such a one: take
    /// `MDC.getCopyOfContextMap()` where the greenlet is made, and give it to `MDC.setContextMap` in its body.
    ///
    /// @param inherits whether they are taken over
    /// @return this
    public HubBuilder inheritThreadLocals(boolean inherits) {
        inheritsThreadLocals = inherits;
        return this;
    }

    /// Sets whether each greenlet's thread bears the greenlet's name from the start, for logs that show the thread. By default it
    /// has none, as any virtual thread, unless it is given one by [Greenlet#name(String)]: a name costs each spawn a string.
    ///
    /// @param names whether threads are named
    /// @return this
    public HubBuilder nameThreads(boolean names) {
        namesThreads = names;
        return this;
    }

    /// Sets whether the program may end while the hub is open. By default it may: a hub's thread is a daemon, so a program whose
    /// `main` returns ends, though a hub serves. With `false` it goes on until the hub is closed, or until `System.exit` or a signal
    /// ends it. Takes one more thread, which sleeps.
    ///
    /// @param daemon whether it may
    /// @return this
    public HubBuilder daemon(boolean daemon) {
        isDaemon = daemon;
        return this;
    }

    /// Has the hub closed in good order when the program ends: by `System.exit`, by a signal such as SIGTERM or SIGINT, or with its
    /// last thread that is no daemon. Servers then take no more clients, and those that they have may use the limit; after that
    /// the hub is closed, within [#closeLimit]. See [Hub#drain].
    ///
    /// Whoever calls `System.exit` in a greenlet is not waited for, unless a server counts it among its clients.
    ///
    /// @param limit zero or more
    /// @return this
    public HubBuilder closeOnExit(Duration limit) {
        Times.limit(limit);
        exitLimit = limit;
        return this;
    }

    /// Adds something that carries context of the user's from whoever makes a greenlet, or hands a task to the hub's thread pool, to
    /// what runs there. May be called several times: the first is around the next.
    ///
    /// @param carrier takes and restores it
    /// @return this
    public HubBuilder carries(ContextCarrier carrier) {
        Objects.requireNonNull(carrier);
        List<ContextCarrier> all = new ArrayList<>(carriers == null ? List.of() : carriers);
        all.add(carrier);
        carriers = List.copyOf(all);
        return this;
    }

    /// Sets who hears of each switch to a greenlet and away from it. By default nobody, which costs nothing.
    ///
    /// @param listener hears of them
    /// @return this
    public HubBuilder switchListener(SwitchListener listener) {
        switchListener = Objects.requireNonNull(listener);
        return this;
    }

    /// Opens the hub. On a driven loop it has a thread of its own from now on.
    ///
    /// @return the hub, running
    /// @throws IllegalStateException if this Java or this system cannot run it; the message says what to do
    public Hub open() {
        Loop taken = loop;
        loop = null;
        try {
            HubThreads.require();
        } catch (Throwable e) {
            if (taken != null) {
                taken.close();
            }
            throw e;
        }
        return taken != null
                ? HubOpening.start(this, taken, true)
                : HubOpening.start(this, openChosen(), false);
    }

    private Loop openChosen() {
        LoopProvider chosen = provider == null ? Loops.choose().provider() : provider;
        try {
            return chosen.open();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The event loop %s cannot be opened: %s. If that is a limit (ulimit -n for open files), raise it, or close some, and try again."
                            .formatted(chosen.name(), e.getMessage()),
                    e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "The event loop %s cannot be opened: a class that it needs is missing or does not fit (%s). Take its artifact together with all that this depends on, as Maven and Gradle do."
                            .formatted(chosen.name(), e),
                    e);
        }
    }

    /// What the engine has to know.
    Options options(Loop on) {
        return new Options(
                name,
                stackBytes,
                turnBudget,
                closeLimit,
                stallLimit,
                stuckLimit,
                whenStuck == WhenStuck.HAND_OVER || whenStuck == WhenStuck.HAND_OVER_BUSY,
                whenStuck == WhenStuck.HAND_OVER_BUSY,
                fatal,
                closedWorld == null
                        ? on.capabilities().contains(Capability.VIRTUAL_TIME)
                        : closedWorld,
                inheritsThreadLocals,
                namesThreads,
                tracking == Tracking.SPAWNER,
                tracking == Tracking.STACK);
    }

    private static Duration positive(Duration duration, String what) {
        if (Times.nanos(duration, what) == 0) {
            throw new IllegalArgumentException(what + " must be more than zero.");
        }
        return duration;
    }
}
