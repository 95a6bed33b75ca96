package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.blocking.ThreadPool;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.jdk.HubThreads;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.HasEngine;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Lifetime;
import io.anyloop.kernel.Strands;
import io.anyloop.port.DescriptorTable;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/// Runs greenlets, one at a time, and waits in its event loop when none can run.
///
/// On a driven loop a hub has a platform thread of its own (a daemon) from opening to closing, also between calls; on a
/// hosted loop it runs on the host's thread. Its methods may be called from any thread unless one says otherwise.
///
/// ```java
/// try (Hub hub = Hub.open()) {
///     return hub.call(() -> fetch(url));
/// }
/// ```
@SuppressWarnings("exports") // What it extends shows users nothing.
public final class Hub extends HasEngine implements AutoCloseable {
    final Engine engine;
    final DescriptorTable descriptors;
    private final HubInside inside;

    Hub(HubBuilder builder, Loop loop) {
        this.descriptors = new DescriptorTable(loop);
        this.inside = new HubInside(this, builder);
        this.engine = new Engine(builder.options(loop), loop, inside);
        drivenBy(engine);
        inside.begin(builder); // Last: nobody would cut its ties.
    }

    HubInside inside() {
        return inside;
    }

    // ---------------------------------------------------------------- opening

    /// Options for a hub that is not like the others.
    ///
    /// @return the options
    public static HubBuilder builder() {
        return new HubBuilder();
    }

    /// Opens a hub on the loop that [Loops#choose] finds.
    ///
    /// @return the hub, running
    /// @throws IllegalStateException if this Java or this system cannot run it; the message says what to do
    public static Hub open() {
        return builder().open();
    }

    /// Opens a hub on a loop of a name.
    ///
    /// @param loopName for example `select`
    /// @return the hub, running
    /// @throws IllegalArgumentException if no loop has the name
    /// @throws IllegalStateException if this Java or this system cannot run it; the message says what to do
    public static Hub open(String loopName) {
        return builder().loop(loopName).open();
    }

    /// Opens a hub on a given loop, which it takes over and closes at its own end. A hosted loop's host goes on.
    ///
    /// @param loop the loop; a driven one must belong to the calling thread
    /// @return the hub, running; on a hosted loop it can be used at once, also before its first turn
    public static Hub on(Loop loop) {
        return builder().loop(loop).open();
    }

    /// Opens a hub, runs code in it as the first greenlet, waits for its end, and closes the hub: what the code has
    /// spawned and left running is killed.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails: the same exception
    public static <T, X extends Throwable> T run(Body<T, X> body) throws X {
        Objects.requireNonNull(body, "A hub needs a body to run.");
        try (Hub hub = open()) {
            return hub.call(body);
        }
    }

    /// As [#run(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails: the same exception
    public static <X extends Throwable> void run(Action<X> action) throws X {
        run(Strands.bodyOf(action));
    }

    // ---------------------------------------------------------------- which hub

    /// The hub that the caller runs on: as a greenlet, another virtual thread, or a callback.
    ///
    /// @return the hub
    /// @throws NoHubException if the caller is not on a hub
    public static Hub current() {
        return of(Hubs.currentFor("Hub.current()"));
    }

    /// For calls of your own that wait: refuses a loop's own thread, where waiting would stop every greenlet. Anyloop's calls
    /// do so by themselves.
    ///
    /// @param call what the user called, for the message
    /// @throws BlockingInLoopException on a loop's own thread
    public static void refuseOnLoop(String call) {
        Hubs.refuseOnLoop(call);
    }

    /// Refuses where no hub can be opened, because the agent or the flag is missing or this Java is not fit. For those who want
    /// to say so when a program starts, and not when it opens its first hub.
    ///
    /// @throws IllegalStateException if so; the message says what to do
    public static void requireSupport() {
        HubThreads.require();
    }

    /// The hub that is the guest of a loop.
    ///
    /// @param loop a loop with a host
    /// @return the hub; empty if none was opened on the loop, or if that has ended
    public static Optional<Hub> guestOf(HostedLoop loop) {
        return Hubs.guestOf(Objects.requireNonNull(loop)).map(Hub::of);
    }

    /// The hub that an engine drives.
    static Hub of(Engine engine) {
        return (Hub) engine.face().hub();
    }

    // ---------------------------------------------------------------- greenlets

    /// Spawns a greenlet. It takes its first step in a later turn, never within this call; those spawned by one thread
    /// take theirs in order.
    ///
    /// It begins with a copy of the [InheritableThreadLocal]s and with the context class loader of the thread that makes it,
    /// unless [HubBuilder#inheritThreadLocals] says otherwise; what the spawner changes later it does not see. Plain
    /// thread-locals begin empty, and scoped values are not bound.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if the hub is closing
    public <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        Greenlet<T> greenlet = new Greenlet<>(this, body);
        return greenlet.start();
    }

    /// Spawns a greenlet without a result.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if the hub is closing
    public Greenlet<Void> spawn(Action<?> action) {
        return spawn(Strands.bodyOf(action));
    }

    /// Spawns a greenlet that takes its first step after a delay, counted from this call.
    ///
    /// @param <T> the result
    /// @param delay how long, zero or more
    /// @param body what it runs
    /// @return the greenlet
    /// @throws HubClosedException if the hub is closing
    public <T> Greenlet<T> spawnLater(Duration delay, Body<? extends T, ?> body) {
        Greenlet<T> greenlet = new Greenlet<>(this, body);
        return greenlet.startLater(delay);
    }

    /// Spawns a greenlet without a result that takes its first step after a delay, counted from this call.
    ///
    /// @param delay how long, zero or more
    /// @param action what it runs
    /// @return the greenlet
    /// @throws HubClosedException if the hub is closing
    public Greenlet<Void> spawnLater(Duration delay, Action<?> action) {
        return spawnLater(delay, Strands.bodyOf(action));
    }

    /// Makes a greenlet without starting it.
    ///
    /// @param <T> the result
    /// @param body what it will run
    /// @return the greenlet
    public <T> Greenlet<T> unstarted(Body<? extends T, ?> body) {
        return new Greenlet<>(this, body);
    }

    /// Runs code as a greenlet and waits for its end, from outside the hub.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails: the same exception
    /// @throws LoopExit if nothing can wake the code any more, on a hub that is a closed world
    /// @throws HubClosedException if the hub is closed, or is closed meanwhile
    /// @throws IllegalStateException if the caller is on this hub already
    public <T, X extends Throwable> T call(Body<T, X> body) throws X {
        Objects.requireNonNull(body, "A hub needs a body to run.");
        if (Thread.currentThread().isVirtual() && engine.seat().isHere()) {
            throw new IllegalStateException(
                    "Hub.call would wait for hub %s on that hub's own thread. Call the body directly, or Greenlet.spawn(body).get()."
                            .formatted(name()));
        }
        Hubs.refuseOnLoop("Hub.call");
        Greenlet<T> main = new Greenlet<T>(this, body);
        Strands.hear(main);
        Strands.standAlone(main);
        Lifetime lifetime = engine.lifetime();
        lifetime.addMain(main);
        try {
            Joins.await(main.start(), "Hub.call", Times.FOREVER);
            return main.<X>get();
        } catch (CancellationException e) {
            throw !lifetime.isOpen()
                    ? lifetime.closed("It was closed while Hub.call was waiting.")
                    : e;
        } finally {
            lifetime.removeMain(main);
        }
    }

    /// As [#call(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails: the same exception
    public <X extends Throwable> void call(Action<X> action) throws X {
        call(Strands.bodyOf(action));
    }

    /// Adds a listener that hears of each greenlet that is started, before its first step, on the hub's thread: it must not
    /// wait. Adding it twice is the same as once.
    ///
    /// @param listener hears of greenlets
    public void addSpawnListener(Consumer<? super Greenlet<?>> listener) {
        inside.spawnListeners.addIfAbsent(Objects.requireNonNull(listener));
    }

    /// Removes a listener; does nothing if it was not added.
    ///
    /// @param listener what was added
    public void removeSpawnListener(Consumer<? super Greenlet<?>> listener) {
        inside.spawnListeners.remove(listener);
    }

    // ---------------------------------------------------------------- work for others, and by
    // others

    /// The hub's threads for what really blocks: ten at most, changed with [ThreadPool#resize]. Made when it is first asked
    /// for, and closed with the hub.
    ///
    /// @return the pool
    public ThreadPool threadPool() {
        return inside.pool.get();
    }

    /// The hub's threads for look-ups of names in greenlets: 32 at most, changed with [ThreadPool#resize]. A pool of their own, since a
    /// look-up that nobody waits for any more keeps its thread until the system gives up, and so does other work. Made when it is
    /// first asked for, and closed with the hub.
    ///
    /// @return the pool
    public ThreadPool namePool() {
        return inside.names.get();
    }

    /// Runs code that really blocks, so that only the caller waits: on the thread pool of the hub that the caller runs on.
    /// Where there is no hub it runs in the caller, so that the same code can be used with and without one.
    ///
    /// The first use of a big library belongs here, too: while its classes are loaded a greenlet cannot leave its hub's thread, for
    /// tenths of a second.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what it returned
    /// @throws X if the code fails: the same exception
    /// @throws BlockingInLoopException on a loop's own thread
    public static <T, X extends Throwable> T offload(Body<T, X> body) throws X {
        Engine engine = Hubs.carrying();
        return engine == null ? body.call() : of(engine).threadPool().apply(body);
    }

    /// As [#offload(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails: the same exception
    public static <X extends Throwable> void offload(Action<X> action) throws X {
        offload(Strands.bodyOf(action));
    }

    /// An executor that runs each task as a greenlet of this hub, for libraries that want one. Each call makes one with a
    /// life of its own: shutting it down ends nothing but its own tasks.
    ///
    /// Its futures can be waited for anywhere, by the JDK's rules: in a greenlet `get` parks only that one.
    /// `cancel(true)` kills the task's greenlet. Tasks are refused with
    /// [java.util.concurrent.RejectedExecutionException] after its shutdown and once the hub is closing. A
    /// delay is counted by the hub's clock.
    ///
    /// @return the executor
    public ScheduledExecutorService executor() {
        return new GreenletExecutor(this);
    }

    /// A factory of threads that are greenlets of this hub, for libraries that start their own: virtual threads, each found
    /// by [Greenlet#current] within, killed when the hub is closed. They inherit what greenlets inherit from the thread
    /// that makes them. Failures go to a thread's own handler, if it was given one, else to the hub's.
    ///
    /// An interrupt ends each wait of such a thread: one of the JDK's as the JDK says, one of Anyloop's own by
    /// [InterruptedException] where that is declared, else by [io.anyloop.exceptions.GreenletExit]. So a library that ends its threads by interrupts, as
    /// `StructuredTaskScope` does, ends these. (The waits of greenlets that are spawned are not ended by interrupts.)
    ///
    /// @return the factory; it refuses with [HubClosedException] once the hub is closing
    public ThreadFactory threadFactory() {
        return new GreenletThreads(this);
    }

    // ---------------------------------------------------------------- callbacks and timers

    /// Runs a callback soon on the loop's own thread, where it must not wait. The way in from other threads, callbacks of
    /// one thread in order; never runs within this call.
    ///
    /// @param callback what to run
    /// @return a handle to take it back
    /// @throws HubClosedException if the hub is closing
    public Posted post(Runnable callback) {
        Posted posted = new Posted(engine, callback);
        engine.requireOpen("post");
        engine.submit(posted::run);
        return posted;
    }

    /// Makes a timer that runs a callback on the loop's own thread, where it must not wait.
    ///
    /// @param callback what to run
    /// @return the timer, not started
    public Timer timer(Runnable callback) {
        return new Timer(engine, callback);
    }

    // ---------------------------------------------------------------- life

    /// Closes the hub: kills its greenlets, lets their `finally` blocks run until [HubBuilder#closeLimit] is over, and
    /// closes its loop. Those not started never run. What does not end in time is logged, counts as failed with
    /// [HubClosedException], and goes on alone. Closing again waits for the end and does nothing else. A host goes on.
    ///
    /// A hub belongs to no other: one that a greenlet of another hub has opened goes on when that ends. A greenlet of another hub
    /// that closes this one holds up nobody there. A callback of another hub does until this one has ended, at most for the limit
    /// and a second.
    ///
    /// @throws IllegalStateException if called on this hub, where it would wait for itself
    @Override
    public void close() {
        engine.lifetime().close();
    }

    /// Closes the hub in good order: all that has asked to end first ([#onDrain]) does so at the same time, within the limit; then the
    /// hub is closed as by [#close], which ends its greenlets, its thread pools and its loop, in this order. Servers ask by
    /// themselves: they take no more clients, and those that they have may use the limit. Where the hub is closing already this
    /// waits for its end and does nothing else.
    ///
    /// @param limit how long, zero or more
    /// @throws IllegalStateException if called on this hub, where it would wait for itself
    /// @throws BlockingInLoopException on a loop's own thread
    public void drain(Duration limit) {
        engine.lifetime().drain(limit);
    }

    /// Has something end first when the hub is closed in good order ([#drain], [HubBuilder#closeOnExit]).
    ///
    /// @param ending is told how long it may take, and runs in a greenlet of the hub, which may wait
    /// @return the registration; closing it takes this back
    public Waitable.Registration onDrain(Consumer<? super Duration> ending) {
        return inside.draining.add(Objects.requireNonNull(ending));
    }

    /// Waits until nothing is left on the hub: no greenlet (but those that wait here), no timer that counts
    /// ([Timer#unreferenced]), no timed park of another virtual thread, nothing posted. Virtual threads of the JDK that are
    /// parked without a time are not seen. On a hosted loop this says nothing about the host's own work. The hub is usable
    /// afterwards, and this may be called again. A hub that has ended is quiet.
    ///
    /// @throws LoopExit if the greenlets that are left can never end, on a hub that is a closed world
    public void awaitQuiet() {
        awaitQuiet(Times.FOREVER);
    }

    /// As [#awaitQuiet()], at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if nothing is left
    public boolean awaitQuiet(Duration limit) {
        return awaitQuiet(Times.limit(limit));
    }

    private boolean awaitQuiet(long nanos) {
        if (!engine.lifetime().isAlive()) {
            return true;
        }
        Waiter waiter = Waiter.here("Hub.awaitQuiet", this);
        Runnable leave = engine.quiet().add(waiter);
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                leave.run();
            }
        }
    }

    // ---------------------------------------------------------------- what it is

    /// The loop that the hub runs on, for those who know what else it is: one of Netty's, for example, takes channels of
    /// Netty's too. The hub goes on polling it, and closes it.
    ///
    /// @param <L> the type
    /// @param type what it has to be
    /// @return the loop
    /// @throws IllegalStateException if it is of another type
    public <L extends Loop> L loop(Class<L> type) {
        Loop loop = engine.loop();
        if (!type.isInstance(loop)) {
            throw new IllegalStateException(
                    "Hub %s runs on the loop %s, which is a %s and no %s. Open the hub on a loop that is one, by its name or by -D%s."
                            .formatted(
                                    name(),
                                    loop.name(),
                                    loop.getClass().getSimpleName(),
                                    type.getSimpleName(),
                                    Loops.PROPERTY));
        }
        return type.cast(loop);
    }

    /// The hub's name.
    ///
    /// @return the name
    public String name() {
        return engine.name();
    }

    /// The name of its loop.
    ///
    /// @return the name
    public String loopName() {
        return engine.loopName();
    }

    /// Whether the hub is closed or closing, by whatever cause.
    ///
    /// @return true if it takes no new greenlets
    public boolean isClosed() {
        return !engine.lifetime().isOpen();
    }

    /// Every greenlet that is started and has not ended: what it waits on, since when, where it comes from. A snapshot.
    ///
    /// @return the dump, whose text is for people
    public HubDump dump() {
        return inside.dump();
    }

    @Override
    public String toString() {
        return engine.toString();
    }
}
