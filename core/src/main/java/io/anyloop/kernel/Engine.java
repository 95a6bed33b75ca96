package io.anyloop.kernel;

import io.anyloop.base.Times;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.jdk.HubThreads;
import io.anyloop.jdk.NeverDue;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Surroundings;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// A hub as the kernel sees it: what it has to do, where it sits, how it ends, and its time. Its parts say by whom they may be
/// touched; the methods may be called from any thread unless one says otherwise.
public final class Engine {
    private static final AtomicInteger OPENED = new AtomicInteger();

    final Lifetime lifetime;
    final Work work;
    final Seat seat;
    final Roster roster = new Roster();
    final Quiet quiet = new Quiet(this);
    final Registrations descriptors;
    final Watching watching;
    private final Face face;
    private final String name;
    private final Loop loop;

    /// The loop, if it has a host; else null.
    private final HostedLoop host;

    private final long origin;
    private long lostOrigin;
    private volatile boolean lostLoop;
    private final Options options;
    private final Executor scheduler;
    private final Thread.Builder.OfVirtual threads;

    /// The parts of a hub that stand on its engine, made when the engine is there.
    public interface Parts {
        /// The face that users know.
        Face face();

        /// Who waits for descriptors of a loop.
        Registrations registrations(Loop loop);

        /// Runs what there is to run, and tells somebody; null if nobody listens.
        Switching switching(Engine engine);

        /// Who looks after the hub.
        Watching watching(Engine engine);

        /// What the JDK takes for the scheduler of the hub's virtual threads.
        Executor scheduler(Engine engine);
    }

    /// An engine that has nothing to carry it yet.
    public Engine(Options options, Loop loop, Parts parts) {
        this.options = options;
        this.loop = loop;
        this.face = parts.face();
        this.host = loop instanceof HostedLoop hosted ? hosted : null;
        int number = OPENED.incrementAndGet();
        this.name = options.name() == null ? "hub-" + number : options.name();
        this.origin = loop.nanoTime();
        this.descriptors = parts.registrations(loop);
        this.work = new Work(this, options, parts.switching(this));
        this.seat = new Seat(work);
        this.lifetime = new Lifetime(this, options);
        this.watching = parts.watching(this);
        this.scheduler = parts.scheduler(this);
        this.threads =
                HubThreads.on(scheduler)
                        .inheritInheritableThreadLocals(options.inheritsThreadLocals());
    }

    /// What drives a hub.
    public static Engine of(HasEngine hub) {
        return hub.engine;
    }

    /// A thread for a driven hub: the first, or one that takes its place.
    HubThread newCarrierThread(int number, DrivenCarrier carrier) {
        return new HubThread(
                this,
                number == 1 ? name : name + "-" + number,
                options.stackBytes(),
                carrier::carry);
    }

    // ---------------------------------------------------------------- its parts

    /// How it ends.
    public Lifetime lifetime() {
        return lifetime;
    }

    /// What it has to do.
    public Work work() {
        return work;
    }

    /// Where it sits.
    public Seat seat() {
        return seat;
    }

    /// Its greenlets.
    public Roster roster() {
        return roster;
    }

    /// Those who wait until nothing is left on it.
    public Quiet quiet() {
        return quiet;
    }

    /// What the JDK takes for the scheduler of its virtual threads.
    public Executor scheduler() {
        return scheduler;
    }

    /// Who waits for descriptors of its loop.
    public Registrations registrations() {
        return descriptors;
    }

    /// The hub that users hold.
    public Face face() {
        return face;
    }

    /// Its options.
    public Options options() {
        return options;
    }

    /// Its loop.
    public Loop loop() {
        return loop;
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// The name of its loop.
    public String loopName() {
        return loop.name();
    }

    /// Whether it is a guest.
    public boolean isHosted() {
        return host != null;
    }

    /// The host's loop, or null.
    public HostedLoop host() {
        return host;
    }

    boolean isGuestOf(HostedLoop other) {
        return loop == other && lifetime.isAlive();
    }

    // ---------------------------------------------------------------- where the caller is

    /// Refuses a call elsewhere than on the hub's thread.
    public void requireHere(String call) {
        if (!seat.isHere()) {
            throw new WrongThreadException(
                    "%s belongs to hub %s and was called on %s. Call it in the greenlet that started it."
                            .formatted(call, name, Thread.currentThread()));
        }
    }

    /// Whether the caller is on the hub's thread and the hub keeps time for it.
    public boolean runsHere() {
        return !seat.hasEnded() && seat.isHere();
    }

    /// In a virtual thread of this hub: whether it runs here, if need be after it has come back from a thread that was left
    /// with it alone.
    public boolean comesHome() {
        if (!runsHere() && !seat.hasEnded()) {
            Thread.yield();
        }
        return runsHere();
    }

    // ---------------------------------------------------------------- greenlets

    /// A virtual thread of the hub, not started.
    public Thread newThread(Runnable task) {
        Thread thread = threads.unstarted(task);
        if (options.namesThreads()) {
            thread.setName(Spawner.name(thread.threadId()));
        }
        return thread;
    }

    /// What is wanted around work that a greenlet hands to a thread pool, or null.
    public Surroundings surroundingsElsewhere() {
        return face.surroundingsElsewhere();
    }

    /// Takes in a greenlet that is started.
    void welcome(Strand<?> greenlet) {
        roster.add(greenlet);
        lifetime.forget(greenlet);
        face.started(greenlet);
    }

    void farewell(Strand<?> greenlet) {
        roster.remove(greenlet);
        lifetime.forget(greenlet);
    }

    /// Remembers a greenlet that somebody waits for though it was never started. Where none is started any more it ends
    /// here, or that somebody would wait for ever.
    void keep(Strand<?> greenlet) {
        if (!greenlet.isNew()) {
            return;
        }
        if (lifetime.isOpen()) {
            lifetime.keep(greenlet);
        } else {
            greenlet.abandon(lifetime.closed("The greenlet was never started."));
        }
    }

    // ---------------------------------------------------------------- tasks

    /// Takes something that can run. Any thread; never refuses.
    public void submit(Runnable task) {
        seat.submit(task);
    }

    /// Runs a task on the hub's thread: now if this is it, else soon.
    public void atHub(Runnable task) {
        seat.run(task);
    }

    // ---------------------------------------------------------------- time

    /// Nanoseconds since the hub was opened, by its loop's clock.
    public long now() {
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

    /// Starts a [Deadline] or a [Limit]. Hub's thread only, as the next two.
    public void start(Object deadline, long nanos) {
        startAt(deadline, Times.sum(now(), nanos));
    }

    /// Starts a [Deadline] or a [Limit] that is due at a time of the hub's.
    public void startAt(Object deadline, long at) {
        work.deadlines.start(deadline, at);
    }

    /// Takes a [Deadline] or a [Limit] back; does nothing if it is not pending.
    public void cancel(Object deadline) {
        work.deadlines.cancel(deadline);
    }

    /// A timed park of the JDK's. Any thread.
    ///
    /// @param wake wakes who parks
    public ScheduledFuture<?> parkTimed(Runnable wake, long nanos) {
        if (!runsHere()) {
            Leftovers.schedule(wake, nanos);
            return NeverDue.IT;
        }
        long at = Times.sum(now(), nanos);
        TimedPark park = new TimedPark(this, wake, at);
        startAt(park, at);
        return park;
    }

    // ---------------------------------------------------------------- errors

    /// Tells the error handler, in a virtual thread: it may wait, and must not do that on the loop's thread.
    public void report(Object source, Throwable failure) {
        lifetime.checkFatal(failure);
        if (Thread.currentThread().isVirtual()) {
            face.failed(source, failure);
        } else {
            newThread(() -> face.failed(source, failure)).start();
        }
    }

    /// A greenlet's body failed: reported once, unless the hub's own end was the cause.
    public void bodyFailed(Object greenlet, Throwable failure) {
        if (failure instanceof HubClosedException) {
            return;
        }
        report(greenlet, failure);
    }

    // ---------------------------------------------------------------- life

    /// Refuses a call on a hub that is closing.
    public void requireOpen(String call) {
        if (!lifetime.isOpen()) {
            throw lifetime.closed(call + " is refused.");
        }
    }

    /// Refuses what needs the hub's time once the hub has ended.
    public void requireTime() {
        if (!comesHome()) {
            throw lifetime.closed("Nobody would keep the time.");
        }
    }

    long stackBytes() {
        return options.stackBytes();
    }

    /// Its greenlets, for people, so many at most.
    String dump(int most) {
        return face.dump(most);
    }

    @Override
    public String toString() {
        return "Hub[%s, %s, %s, %d greenlets]"
                .formatted(name, loopName(), lifetime.phase(), roster.size());
    }
}
