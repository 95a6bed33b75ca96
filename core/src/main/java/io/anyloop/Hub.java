package io.anyloop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Surroundings;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
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
public final class Hub implements AutoCloseable {
    private static final AtomicInteger OPENED = new AtomicInteger();
    final Lifetime lifetime;
    final Work work;
    final Seat seat;
    final Roster roster = new Roster();
    final Quiet quiet = new Quiet(this);
    final DescriptorTable descriptors;
    final LazyPool pool = new LazyPool(this, "-pool", 10);
    final LazyPool names = new LazyPool(this, "-names", 32);
    final StuckWatch stuckWatch;
    final Draining draining = new Draining(this);
    final ProgramTie tie;
    private final String name;
    private final Loop loop;

    /// The loop, if it has a host; else null.
    private final HostedLoop host;

    private final long origin;
    private long lostOrigin;
    private volatile boolean lostLoop;
    private final HubBuilder options;
    private final Thread.Builder.OfVirtual threads;
    private final CopyOnWriteArrayList<Consumer<? super Greenlet<?>>> spawnListeners =
            new CopyOnWriteArrayList<>();

    Hub(HubBuilder options, Loop loop) {
        this.options = options;
        this.loop = loop;
        this.host = loop instanceof HostedLoop hosted ? hosted : null;
        int number = OPENED.incrementAndGet();
        this.name = options.name == null ? "hub-" + number : options.name;
        this.origin = loop.nanoTime();
        this.descriptors = new DescriptorTable(loop);
        this.work = new Work(this, options);
        this.seat = new Seat(work);
        this.lifetime = new Lifetime(this, options, isClosedWorld(options, loop));
        this.stuckWatch = new StuckWatch(this, options, new GivingWay(this, loop));
        this.threads =
                HubThreads.on(new HubScheduler(this, stuckWatch.givingWay))
                        .inheritInheritableThreadLocals(options.inheritsThreadLocals);
        this.tie = ProgramTie.of(this, options); // Last: nobody would cut it.
    }

    private static boolean isClosedWorld(HubBuilder options, Loop loop) {
        return options.closedWorld == null
                ? loop.capabilities().contains(Capability.VIRTUAL_TIME)
                : options.closedWorld;
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
        run(Greenlet.bodyOf(action));
    }

    /// A thread for a driven hub: the first, or one that takes its place.
    HubThread newCarrierThread(int number, DrivenCarrier carrier) {
        return new HubThread(
                this, number == 1 ? name : name + "-" + number, options.stackBytes, carrier::carry);
    }

    // ---------------------------------------------------------------- which hub

    /// The hub that the caller runs on: as a greenlet, another virtual thread, or a callback.
    ///
    /// @return the hub
    /// @throws NoHubException if the caller is not on a hub
    public static Hub current() {
        return Hubs.currentFor("Hub.current()");
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
        return Hubs.guestOf(Objects.requireNonNull(loop));
    }

    boolean isGuestOf(HostedLoop other) {
        return loop == other && lifetime.isAlive();
    }

    void requireHere(String call) {
        if (!seat.isHere()) {
            throw new WrongThreadException(
                    "%s belongs to hub %s and was called on %s. Call it in the greenlet that started it."
                            .formatted(call, name, Thread.currentThread()));
        }
    }

    /// Whether the caller is on the hub's thread and the hub keeps time for it.
    boolean runsHere() {
        return !seat.hasEnded() && seat.isHere();
    }

    /// In a virtual thread of this hub: whether it runs here, if need be after it has come back from a thread that was left
    /// with it alone ([WhenStuck#HAND_OVER]).
    boolean comesHome() {
        if (!runsHere() && !seat.hasEnded()) {
            Thread.yield();
        }
        return runsHere();
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
        return spawn(Greenlet.bodyOf(action));
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
        return spawnLater(delay, Greenlet.bodyOf(action));
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
        if (Thread.currentThread().isVirtual() && seat.isHere()) {
            throw new IllegalStateException(
                    "Hub.call would wait for hub %s on that hub's own thread. Call the body directly, or Greenlet.spawn(body).get()."
                            .formatted(name));
        }
        Hubs.refuseOnLoop("Hub.call");
        Greenlet<T> main = new Greenlet<T>(this, body).asHeard();
        main.tree = Tree.NONE;
        lifetime.addMain(main);
        try {
            main.start().awaitEnd("Hub.call", Times.FOREVER);
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
        call(Greenlet.bodyOf(action));
    }

    /// Adds a listener that hears of each greenlet that is started, before its first step, on the hub's thread: it must not
    /// wait. Adding it twice is the same as once.
    ///
    /// @param listener hears of greenlets
    public void addSpawnListener(Consumer<? super Greenlet<?>> listener) {
        spawnListeners.addIfAbsent(Objects.requireNonNull(listener));
    }

    /// Removes a listener; does nothing if it was not added.
    ///
    /// @param listener what was added
    public void removeSpawnListener(Consumer<? super Greenlet<?>> listener) {
        spawnListeners.remove(listener);
    }

    /// Puts around a greenlet's body what the host wants there.
    <T> Body<? extends T, ?> surround(Greenlet<T> greenlet, Body<? extends T, ?> body) {
        Surroundings surroundings = host == null ? null : host.surroundings();
        if (options.carriers != null) {
            surroundings = Carried.within(surroundings, options.carriers);
        }
        return surroundings == null ? body : new Surrounded<>(greenlet, body, surroundings);
    }

    /// What the host wants around work that a greenlet hands to a thread pool, or null.
    Surroundings surroundingsElsewhere() {
        Surroundings surroundings = host == null ? null : host.surroundingsElsewhere();
        return options.carriers == null
                ? surroundings
                : Carried.within(surroundings, options.carriers);
    }

    boolean isHosted() {
        return host != null;
    }

    Thread newThread(Runnable task) {
        Thread thread = threads.unstarted(task);
        if (options.namesThreads) {
            thread.setName(Spawner.name(thread.threadId()));
        }
        return thread;
    }

    /// Takes in a greenlet that is started.
    void welcome(Greenlet<?> greenlet) {
        roster.add(greenlet);
        lifetime.forget(greenlet);
        for (Consumer<? super Greenlet<?>> listener : spawnListeners) {
            try {
                listener.accept(greenlet);
            } catch (Throwable e) {
                report(listener, e);
            }
        }
    }

    void farewell(Greenlet<?> greenlet) {
        roster.remove(greenlet);
        lifetime.forget(greenlet);
    }

    /// Remembers a greenlet that somebody waits for though it was never started. Where none is started any more it ends
    /// here, or that somebody would wait for ever.
    void keep(Greenlet<?> greenlet) {
        if (greenlet.state() != Greenlet.State.NEW) {
            return;
        }
        if (lifetime.isOpen()) {
            lifetime.keep(greenlet);
        } else {
            greenlet.abandon(lifetime.closed("The greenlet was never started."));
        }
    }

    // ---------------------------------------------------------------- work for others, and by
    // others

    /// The hub's threads for what really blocks: ten at most, changed with [ThreadPool#resize]. Made when it is first asked
    /// for, and closed with the hub.
    ///
    /// @return the pool
    public ThreadPool threadPool() {
        return pool.get();
    }

    /// The hub's threads for look-ups of names in greenlets: 32 at most, changed with [ThreadPool#resize]. A pool of their own, since a
    /// look-up that nobody waits for any more keeps its thread until the system gives up, and so does other work. Made when it is
    /// first asked for, and closed with the hub.
    ///
    /// @return the pool
    public ThreadPool namePool() {
        return names.get();
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
        Hub hub = Hubs.carrying();
        return hub == null ? body.call() : hub.pool.get().apply(body);
    }

    /// As [#offload(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails: the same exception
    public static <X extends Throwable> void offload(Action<X> action) throws X {
        offload(Greenlet.bodyOf(action));
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
    /// [InterruptedException] where that is declared, else by [GreenletExit]. So a library that ends its threads by interrupts, as
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
        Posted posted = new Posted(this, callback);
        requireOpen("post");
        submit(posted::run);
        return posted;
    }

    /// Makes a timer that runs a callback on the loop's own thread, where it must not wait.
    ///
    /// @param callback what to run
    /// @return the timer, not started
    public Timer timer(Runnable callback) {
        return new Timer(this, callback);
    }

    /// Takes something that can run. Any thread; never refuses.
    void submit(Runnable task) {
        seat.submit(task);
    }

    /// Runs a task on the hub's thread: now if this is it, else soon.
    void atHub(Runnable task) {
        seat.run(task);
    }

    // ---------------------------------------------------------------- time

    /// Nanoseconds since the hub was opened, by its loop's clock.
    long now() {
        return lostLoop ? System.nanoTime() - lostOrigin : loop.nanoTime() - origin;
    }

    /// The loop is lost. Its clock may stand still from now on, so time goes on by the system's. Hub's thread only.
    void loseLoop() {
        lostOrigin = System.nanoTime() - now();
        lostLoop = true;
    }

    long origin() {
        return origin;
    }

    /// Starts a [Deadline] or a [Timeout]. Hub's thread only, as the next two.
    void start(Object deadline, long nanos) {
        startAt(deadline, Times.sum(now(), nanos));
    }

    void startAt(Object deadline, long at) {
        work.deadlines.start(deadline, at);
    }

    void cancel(Object deadline) {
        work.deadlines.cancel(deadline);
    }

    ScheduledFuture<?> parkTimed(Runnable wake, long nanos) {
        if (!runsHere()) {
            Leftovers.schedule(wake, nanos);
            return TimedPark.NEVER;
        }
        long at = Times.sum(now(), nanos);
        TimedPark park = new TimedPark(this, wake, at);
        startAt(park, at);
        return park;
    }

    // ---------------------------------------------------------------- errors

    /// Tells the error handler, in a virtual thread: it may wait, and must not do that on the loop's thread.
    void report(Object source, Throwable failure) {
        lifetime.checkFatal(failure);
        ErrorReport report = new ErrorReport(this, source, failure);
        if (Thread.currentThread().isVirtual()) {
            tell(report);
        } else {
            newThread(() -> tell(report)).start();
        }
    }

    private void tell(ErrorReport report) {
        try {
            options.errorHandler.failed(report);
        } catch (Throwable e) {
            if (e != report.failure()) {
                e.addSuppressed(report.failure());
            }
            log(Level.ERROR, "The error handler of hub " + name + " failed on: " + report, e);
        }
    }

    /// Throws nothing: who logs has to go on, and where the system gives no descriptor or memory a logger may fail for good.
    static void log(Level level, String message, Throwable failure) {
        try {
            System.getLogger("io.anyloop").log(level, message, failure);
        } catch (Throwable e) {
            logPlainly(message + (failure == null ? "" : " " + failure), e);
        }
    }

    private static void logPlainly(String message, Throwable why) {
        try {
            System.err.println("io.anyloop (the logger failed: " + why + "): " + message);
        } catch (Throwable e) {
            // There is no way left to tell.
        }
    }

    /// A greenlet's body failed: reported once, unless the hub's own end was the cause.
    void bodyFailed(Greenlet<?> greenlet, Throwable failure) {
        if (failure instanceof HubClosedException) {
            return;
        }
        report(greenlet, failure);
    }

    // ---------------------------------------------------------------- life

    void requireOpen(String call) {
        if (!lifetime.isOpen()) {
            throw lifetime.closed(call + " is refused.");
        }
    }

    /// Refuses what needs the hub's time once the hub has ended.
    void requireTime() {
        if (!comesHome()) {
            throw lifetime.closed("Nobody would keep the time.");
        }
    }

    long stackBytes() {
        return options.stackBytes;
    }

    /// The hub ends: nothing of it is looked after any more.
    void unwatch() {
        Watchdog.remove(stuckWatch);
    }

    Tracking tracking() {
        return options.tracking;
    }

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
        lifetime.close();
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
        lifetime.drain(limit);
    }

    /// Has something end first when the hub is closed in good order ([#drain], [HubBuilder#closeOnExit]).
    ///
    /// @param ending is told how long it may take, and runs in a greenlet of the hub, which may wait
    /// @return the registration; closing it takes this back
    public Waitable.Registration onDrain(Consumer<? super Duration> ending) {
        return draining.add(Objects.requireNonNull(ending));
    }

    /// Waits until nothing is left on the hub: no greenlet (but those that wait here), no timer that counts
    /// ([Timer#unreferenced]), no timed park of another virtual thread, nothing posted. Virtual threads of the JDK that are
    /// parked without a time are not seen. On a hosted loop this says nothing about the host's own work. The hub is usable
    /// afterwards, and this may be called again. A hub that has ended is quiet.
    ///
    /// @throws LoopExit if the greenlets that are left can never end, on a hub that is a closed world
    public void awaitQuiet() {
        quiet.await(Times.FOREVER);
    }

    /// As [#awaitQuiet()], at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return true if nothing is left
    public boolean awaitQuiet(Duration limit) {
        return quiet.await(Times.limit(limit));
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
        if (!type.isInstance(loop)) {
            throw new IllegalStateException(
                    "Hub %s runs on the loop %s, which is a %s and no %s. Open the hub on a loop that is one, by its name or by -D%s."
                            .formatted(
                                    name,
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
        return name;
    }

    /// The name of its loop.
    ///
    /// @return the name
    public String loopName() {
        return loop.name();
    }

    /// Whether the hub is closed or closing, by whatever cause.
    ///
    /// @return true if it takes no new greenlets
    public boolean isClosed() {
        return !lifetime.isOpen();
    }

    /// Every greenlet that is started and has not ended: what it waits on, since when, where it comes from. A snapshot.
    ///
    /// @return the dump, whose text is for people
    public HubDump dump() {
        return dump(Integer.MAX_VALUE);
    }

    /// As [#dump()], of the first few.
    HubDump dump(int most) {
        long now = now();
        List<Greenlet<?>> all = roster.snapshot();
        List<HubDump.Entry> entries =
                all.stream().limit(most).map(greenlet -> Spawner.describe(greenlet, now)).toList();
        return new HubDump(name, loopName(), all.size(), entries);
    }

    @Override
    public String toString() {
        return "Hub[%s, %s, %s, %d greenlets]"
                .formatted(name, loopName(), lifetime.phase(), roster.size());
    }
}
