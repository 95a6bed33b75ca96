package io.anyloop.kernel;

import io.anyloop.base.Logs;
import io.anyloop.base.Times;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.jdk.Exits;
import io.anyloop.jdk.PlatformThreads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// How a hub ends, and what is said when it cannot go on: closing, death, deadlock, stall. Hub's thread only, unless a
/// method says otherwise.
public final class Lifetime {
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    /// So many greenlets are named in a message.
    private static final int SHOWN = 50;

    enum Phase {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final Engine hub;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration closeLimit;
    private final long stallNanos;
    private final Predicate<Throwable> fatal;
    private final boolean closedWorld;

    /// Greenlets that [io.anyloop.Hub#call] waits for. Any thread.
    private final Set<Strand<?>> mains = ConcurrentHashMap.newKeySet();

    /// Greenlets that were not started and that somebody waits for.
    private final Set<Strand<?>> awaited = new HashSet<>();

    /// How much goes on elsewhere that will come back to the hub: tasks of thread pools, child processes.
    private int outside;

    private final Stall stall = new Stall();
    private final Limit limit = new Limit();
    private final Exit exit = new Exit();
    private volatile Phase phase = Phase.OPEN;
    private volatile boolean closeAsked;

    /// The hubs that may wake greenlets of this one; null if nobody wants to know.
    volatile World world;

    /// Who opened the hub, told from others by its number.
    final long opener = Thread.currentThread().threadId();

    /// Odd while the hub stands still, and larger after each change. Written on the hub's thread.
    private volatile long stillness;

    private boolean timeIsUp;

    /// Whether nobody is left but those who have asked for the end of the program.
    private boolean isLeftToExit;

    /// Logs what there was to say at the end; null if nothing.
    private volatile Thread lastWords;

    private String reason;
    private Throwable cause;

    Lifetime(Engine hub, Options options) {
        this.hub = hub;
        this.closeLimit = options.closeLimit();
        this.stallNanos = Times.saturated(options.stallLimit());
        this.fatal = options.fatal();
        this.closedWorld = options.closedWorld();
        this.world = closedWorld ? new World(hub) : null;
    }

    /// Says that the hub is open now. By the thread that opens it.
    public void opened() {
        if (closedWorld) {
            World.opened(hub);
        }
    }

    public void addMain(Strand<?> greenlet) {
        mains.add(greenlet);
    }

    public void removeMain(Strand<?> greenlet) {
        mains.remove(greenlet);
    }

    void keep(Strand<?> greenlet) {
        awaited.add(greenlet);
    }

    void forget(Strand<?> greenlet) {
        if (!awaited.isEmpty()) {
            awaited.remove(greenlet);
        }
    }

    /// In the order in which they were made.
    private List<Strand<?>> mainsInOrder() {
        return mains.stream()
                .<Strand<?>>map(main -> main)
                .sorted(Comparator.comparingLong(main -> main.thread.threadId()))
                .toList();
    }

    Phase phase() {
        return phase;
    }

    public boolean isOpen() {
        return phase == Phase.OPEN && !closeAsked;
    }

    public boolean isAlive() {
        return phase != Phase.CLOSED;
    }

    // ---------------------------------------------------------------- ending

    /// The refusal of a hub that is closed or closing. Any thread.
    public HubClosedException closed(String refused) {
        String why = reason == null ? "It was closed." : reason;
        return new HubClosedException(
                "Hub %s is closed. %s %s Open another hub.".formatted(hub.name(), why, refused),
                cause);
    }

    /// Begins the end: greenlets that have not begun never do, the others get an exception and time for `finally`.
    ///
    /// @param why what happened
    /// @param failure of what the hub dies, or null if it is closed in good order
    void begin(String why, Throwable failure) {
        if (phase != Phase.OPEN) {
            return;
        }
        reason = failure == null ? why : why + ": " + withoutStop(failure.getMessage()) + ".";
        cause = failure;
        phase = Phase.CLOSING;
        if (failure != null) {
            logDeath();
        }
        hub.start(limit, Times.saturated(closeLimit));
        for (Strand<?> greenlet : hub.roster.snapshot()) {
            greenlet.killHere(ending());
        }
        for (Strand<?> greenlet : List.copyOf(awaited)) {
            greenlet.abandon(closed("The greenlet was never started."));
        }
    }

    private static String withoutStop(String sentence) {
        return sentence != null && sentence.endsWith(".")
                ? sentence.substring(0, sentence.length() - 1)
                : sentence;
    }

    /// What ends a greenlet of a hub that is closing.
    Throwable ending() {
        return cause == null
                ? new GreenletExit("its hub was closed")
                : closed("The greenlet cannot go on.");
    }

    /// Not on the hub's thread, where a logger's lock could be held by a greenlet that is parked.
    private void logDeath() {
        String message = closed("Its greenlets are told.").getMessage();
        Throwable failure = cause;
        hub.newThread(() -> Logs.log(Level.ERROR, message, failure)).start();
    }

    /// Ends the hub if it is closing and all greenlets have ended, or their time is up. Between two batches.
    ///
    /// @return true if it has ended
    boolean endIfDone() {
        if (phase == Phase.CLOSING && (timeIsUp || isLeftToExit || hub.roster.isEmpty())) {
            end();
        }
        return phase == Phase.CLOSED;
    }

    private void end() {
        abandonRest();
        hub.work.runLinks();
        Hubs.removeHosted(hub);
        Carrier last = hub.seat.carrier();
        // Before the leftovers may touch them.
        Runnable tellRest = hub.work.deadlines.clear(hub.now());
        phase = Phase.CLOSED;
        World.left(hub);
        hub.quiet.end();
        hub.seat.leave();
        hub.face().ended();
        tellRest.run();
        hub.watching.end(); // Not earlier: what is left behind may need the watchdog.
        try {
            last.close();
        } finally {
            ended.countDown();
            hub.face().gone();
        }
    }

    /// Gives up on greenlets that have not ended in time: whoever waits for them learns it.
    private void abandonRest() {
        List<Strand<?>> rest = hub.roster.snapshot();
        if (rest.isEmpty()) {
            return;
        }
        if (!isLeftToExit) {
            String message =
                    "Hub %s is closed, and these greenlets have not ended in time; they go on alone. %s"
                            .formatted(hub.name(), hub.dump(SHOWN));
            lastWords = PlatformThreads.logging(Level.WARNING, () -> message);
        }
        String why =
                isLeftToExit
                        ? "The greenlet waits for the end of the program."
                        : "The greenlet did not end in time.";
        for (Strand<?> greenlet : rest) {
            greenlet.abandon(closed(why));
        }
    }

    /// Looks whether the program ends, and all that is left are those who have asked for that: they wait until this hub is closed.
    private final class Exit extends Deadline {
        @Override
        protected void due() {
            for (Strand<?> greenlet : hub.roster.snapshot()) {
                if (!Exits.isCaller(greenlet.thread)) {
                    hub.start(this, Exits.LOOK_NANOS);
                    return;
                }
            }
            isLeftToExit = true;
        }
    }

    private final class Limit extends Deadline {
        @Override
        protected void due() {
            timeIsUp = true;
        }
    }

    // ---------------------------------------------------------------- closing, any thread

    public void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (hub.seat.isOnThread()) {
            refuseInside();
            closeAsked = true;
            leaveHost();
        } else {
            closeAsked = true;
            hub.atHub(this::beginInGoodOrder);
        }
        if (!awaitEnd()) {
            closeByForce();
        }
        awaitLastWords();
    }

    /// The program may end when its hubs are closed.
    private void awaitLastWords() {
        Thread words = lastWords;
        if (words != null && !Thread.currentThread().isInterrupted()) {
            try {
                words.join(CLOSE_GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void beginInGoodOrder() {
        begin("It was closed.", null);
        if (phase == Phase.CLOSING && !exit.isPending() && Exits.areUnderWay()) {
            hub.start(exit, Exits.LOOK_NANOS);
        }
    }

    /// Closes, after what has asked to end first.
    public void drain(Duration drainLimit) {
        Times.limit(drainLimit);
        Hubs.refuseOnLoop("Hub.drain");
        if (hub.seat.isOnThread()) {
            refuseInside();
        }
        if (isOpen()) {
            hub.face().drain(drainLimit);
        }
        close();
    }

    private void refuseInside() {
        if (Thread.currentThread().isVirtual() || hub.seat.carrier().isInTurn()) {
            throw new IllegalStateException(
                    "Hub %s cannot be closed from inside: that would wait for itself. Let the body of Hub.call end, and close the hub where it was opened."
                            .formatted(hub.name()));
        }
    }

    private boolean leaveHost() {
        if (hub.seat.carrier() instanceof HostedCarrier guest) {
            guest.leaveHost(this::beginInGoodOrder);
            return true;
        }
        return false;
    }

    /// A host that gives no turns, or a greenlet that holds the thread.
    private void closeByForce() {
        if (leaveHost() && awaitEnd()) {
            return;
        }
        Logs.log(
                Level.ERROR,
                "Hub %s did not end in time: something holds its thread %s. %s"
                        .formatted(hub.name(), hub.seat.thread(), hub.dump(SHOWN)),
                null);
    }

    /// Whether the hub cannot end before the program does, which waits for whoever closes the hub.
    public boolean isHeldByExit() {
        if (hub.seat.carrier() instanceof HostedCarrier guest
                && !guest.isInTurn()
                && Exits.isCaller(guest.host())
                && Exits.areUnderWay()) {
            leaveHost(); // The host comes to no turn any more.
            return false;
        }
        return ExitHold.isOn(hub);
    }

    /// @return false if it has not ended in time, though it could
    private boolean awaitEnd() {
        boolean interrupted = false;
        long end =
                System.nanoTime() + Times.sum(Times.saturated(closeLimit), CLOSE_GRACE.toNanos());
        try {
            while (true) {
                try {
                    long left = end - System.nanoTime();
                    if (ended.await(Math.min(left, Exits.LOOK_NANOS), TimeUnit.NANOSECONDS)
                            || isHeldByExit()) {
                        return true;
                    }
                    if (left <= 0) {
                        return false;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---------------------------------------------------------------- failures that must be heard

    private boolean isFatal(Throwable failure) {
        try {
            return fatal.test(failure);
        } catch (Throwable e) {
            hub.newThread(() ->
                            Logs.log(Level.ERROR, "The test for fatal failures itself failed.", e))
                    .start();
            return false;
        }
    }

    /// Throws a failure that must not only be reported to whoever waits in [io.anyloop.Hub#call].
    void checkFatal(Throwable failure) {
        boolean ofTheMachine =
                failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
        if (ofTheMachine || isFatal(failure)) {
            hub.atHub(() -> mainsInOrder().forEach(main -> main.killHere(failure)));
        }
    }

    /// Work outside has begun, or has ended. It is counted on the hub's thread, after whatever the same thread has sent
    /// before: so the hub cannot hear of an end without what that end has made runnable. Any thread.
    ///
    /// @param change how much more there is
    public void outside(int change) {
        if (isAlive()) {
            hub.atHub(() -> outside += change);
        }
    }

    // ---------------------------------------------------------------- nothing can run, nothing is
    // due

    /// Nothing can run and nothing is due. In a closed world that is a deadlock, thrown where [io.anyloop.Hub#call] waits; elsewhere
    /// somebody may still come, and it is reported after a while.
    ///
    /// @return true if there is something to do now
    boolean nothingLeft() {
        if (!isOpen()
                || hub.roster.isEmpty() && world == null
                || !hub.work.inbox.isEmpty()
                || hub.descriptors.isWaitedFor()
                || outside > 0
                || !allWaitHere()) {
            return false;
        }
        if (closedWorld) {
            return standStill();
        }
        if (hub.roster.isEmpty()) {
            return false;
        }
        if (!stall.isPending() && stall.reportedAt != hub.work.activity) {
            stall.since = hub.work.activity;
            hub.start(stall, stallNanos);
            return true;
        }
        return false;
    }

    /// Whether every greenlet waits at a call of ours. One that waits in the JDK may be woken by threads that we know
    /// nothing of.
    private boolean allWaitHere() {
        return hub.work.waiting == hub.roster.size();
    }

    // ---------------------------------------------------------------- in a closed world

    long stillness() {
        return stillness;
    }

    /// The hub begins a turn.
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread.
    void stirs() {
        if (stillness % 2 != 0) {
            stillness++;
        }
    }

    /// Says so. Where all hubs that could help stand still too, all who wait in [io.anyloop.Hub#call] learn it.
    ///
    /// @return true if there is something to do now
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread.
    private boolean standStill() {
        stillness++;
        World.Standstill seen = World.standsStill(hub);
        if (seen == null) {
            return false;
        }
        for (Engine other : seen.hubs()) {
            if (other != hub && !other.lifetime.mains.isEmpty()) {
                other.atHub(() -> other.lifetime.throwLoopExit(seen));
            }
        }
        return throwLoopExit(seen);
    }

    /// Says who waits in [io.anyloop.Hub#call], and where. By whoever looks while the hub stands still.
    void putWaits(Map<Strand<?>, Deadline> waits) {
        for (Strand<?> main : mains) {
            if (main.waiting != null) {
                waits.put(main, main.waiting);
            }
        }
    }

    private boolean throwLoopExit(World.Standstill seen) {
        boolean thrown = false;
        for (Strand<?> main : mainsInOrder()) {
            if (main.waiting != null && main.waiting == seen.waits().get(main)) {
                main.deliver(new LoopExit(Deadlock.of(main, seen.hubs())));
                thrown = true;
            }
        }
        return thrown;
    }

    private final class Stall extends Deadline {
        long since;
        long reportedAt = -1;

        @Override
        protected void due() {
            if (hub.work.activity == since && isOpen()) {
                reportedAt = since;
                String message =
                        "Hub %s stands still: its greenlets wait for each other, or for somebody outside. %s"
                                .formatted(hub.name(), hub.dump(SHOWN));
                if (!PlatformThreads.log(Level.WARNING, message)) {
                    hub.newThread(() -> Logs.log(Level.WARNING, message, null)).start();
                }
            }
        }
    }
}
