package io.anyloop.kernel;

import io.anyloop.base.Times;
import io.anyloop.jdk.HubThreads;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A hub on its host's thread. A turn is one task of the host, asked for anew while there is work.
public final class HostedCarrier implements Carrier, Guest {
    private enum Place {
        /// Between two turns.
        WITH_HOST,
        /// In a turn.
        IN_TURN,
        /// Moved to a thread of its own, to end there.
        GONE
    }

    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final Engine hub;
    private final Work work;
    private final HostedLoop loop;
    private final Progress progress = new Progress();
    private final AtomicReference<Place> place = new AtomicReference<>(Place.WITH_HOST);

    /// When the host was asked for a turn. Set on the hub's thread.
    private volatile long askedFor = Times.FOREVER;

    /// Whether the host was asked for a turn that has not begun.
    private volatile boolean isAsked;

    /// Those who are asking the host for a turn now.
    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

    /// Whether the host is to be asked for another turn when this one has ended. In a turn only.
    private boolean wakesItself;

    /// The host's thread as long as it is in a turn: then an interrupt is taken away at the end.
    private volatile Thread inTurn;

    private final Object nudging = new Object();

    /// Counts turns.
    private volatile int turns;

    private volatile Thread host;

    /// With what the hub is to go on once it has left its host; null if it need not.
    private volatile Runnable leaving;

    private final Errands errands;

    /// Whether the virtual thread on the host's thread parks that thread, since it cannot leave it.
    private volatile boolean isPinned;

    HostedCarrier(Engine hub, HostedLoop loop) {
        this.hub = hub;
        this.work = hub.work;
        this.loop = loop;
        this.errands = new Errands(hub);
    }

    /// The thread of the last turn, or null.
    public Thread host() {
        return host;
    }

    boolean isOnHost() {
        return loop.onLoopThread();
    }

    /// One turn. Leaves the host's thread as it found it: mounting a virtual thread touches the carrier's interrupt
    /// flag, and callbacks may touch its context class loader.
    @Override
    public void turn() {
        if (!place.compareAndSet(Place.WITH_HOST, Place.IN_TURN)) {
            return;
        }
        Thread own = Thread.currentThread();
        isAsked = false;
        begin(own);
        boolean interrupted = Thread.interrupted();
        inTurn = own;
        ClassLoader contextLoader = own.getContextClassLoader();
        try {
            hub.seat.adopt(own);
            work.gather();
            hub.watching.stir();
            work.run(host, progress);
            if (!hub.lifetime.endIfDone()) {
                askForNext();
            }
        } catch (Throwable e) {
            hostClosed(e);
        } finally {
            own.setContextClassLoader(contextLoader);
            synchronized (nudging) {
                inTurn = null;
            }
            if (interrupted) {
                own.interrupt();
            } else {
                Thread.interrupted();
            }
            boolean again = wakesItself;
            wakesItself = false;
            List<HostedCarrier> toWake = work.takeToWake();
            hub.seat.release();
            place.set(Place.WITH_HOST);
            if (again) {
                wakeup();
            }
            toWake.forEach(HostedCarrier::wakeup);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes at a time.
    private void begin(Thread own) {
        host = own;
        turns++;
    }

    /// Whether the host owes a turn that it was asked for. By whoever looks after the hub: it also tries again what has failed for
    /// lack of a thread.
    public boolean owesTurn() {
        leaveNow();
        return nanosUntilDue() <= 0;
    }

    /// Whether a greenlet has made its call elsewhere, and waits for its turn at home. Any thread.
    public boolean isAwaitedAtHome() {
        return errands.areComingHome();
    }

    /// Makes calls elsewhere that would block the host.
    public Errands errands() {
        return errands;
    }

    /// Those who are asking the host for a turn now. Any thread.
    public Set<Thread> asking() {
        return asking;
    }

    /// In how many nanoseconds the host has to give the next turn that it was asked for. Any thread.
    public long nanosUntilDue() {
        long at = askedFor;
        if (isAsked || leaving != null) {
            return 0;
        }
        return at == Times.FOREVER ? Times.FOREVER : at - hub.now();
    }

    /// Counts the turns that the host gave.
    public int turns() {
        return turns;
    }

    /// Excludes a turn of the host, which finds the hub taken: it has to be asked for again afterwards.
    public void turnElsewhere() {
        if (!place.compareAndSet(Place.WITH_HOST, Place.IN_TURN)) {
            return;
        }
        try {
            hub.seat.adopt(Thread.currentThread());
            work.runGreenlets(errands);
        } finally {
            hub.seat.release();
            place.set(Place.WITH_HOST);
        }
    }

    private void askForNext() {
        long idle = work.idleNanos();
        if (idle <= 0 || hub.quiet.tell() || (work.isDry() && hub.lifetime.nothingLeft())) {
            signal();
            return;
        }
        long at = work.deadlines.next();
        if (at != askedFor || at <= hub.now()) {
            askedFor = at;
            loop.wakeAt(at == Times.FOREVER ? at : Times.sum(hub.origin(), at));
        }
    }

    @Override
    public void hostClosed(Throwable cause) {
        leaveHost(() ->
                hub.lifetime.begin("The host of the loop " + hub.loopName() + " has ended", cause));
    }

    /// Moves the hub to a thread of its own, on which it ends. Any thread.
    void leaveHost(Runnable first) {
        leaving = first;
        leaveNow();
    }

    /// Where the system gives no thread, whoever looks after the hub tries again: without one the hub could not end.
    private void leaveNow() {
        Runnable first = leaving;
        if (first == null) {
            return;
        }
        try {
            PlatformThreads.start(
                    new HubThread(
                            hub, hub.name() + "-closing", hub.stackBytes(), () -> drain(first)));
            leaving = null;
        } catch (IllegalStateException e) {
            hub.watching.stir();
        }
    }

    private void drain(Runnable first) {
        while (!place.compareAndSet(Place.WITH_HOST, Place.GONE)) {
            if (place.get() == Place.GONE) {
                return;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
        DrivenCarrier own = new DrivenCarrier(hub, new ParkingLoop());
        hub.seat.moveTo(own, Thread.currentThread());
        hub.loseLoop();
        loop.close();
        first.run();
        own.carry();
    }

    /// In a turn on the same thread the host is only told at the end of that. It may have a lock of its own there: a greenlet that waited
    /// in line for that could not run before the turn ends, and the thread would wait behind it. Before the first turn the host may be
    /// any that has a turn.
    @Override
    public void signal() {
        isAsked = true;
        hub.watching.stir();
        HostedCarrier inTurn = inTurnHere();
        if (inTurn == null) {
            ask();
        } else if (inTurn == this) {
            wakesItself = true;
        } else {
            inTurn.work.wakeAfterwards(this);
        }
    }

    /// Who has a turn on the calling thread, if that is this one's host, or may be.
    private HostedCarrier inTurnHere() {
        Thread own = host;
        Thread carrier = HubThreads.carrier();
        Engine inTurn = own == null || carrier == own ? Hubs.inTurnOn(carrier) : null;
        return inTurn != null
                        && inTurn.seat.carrier() instanceof HostedCarrier guest
                        && guest.host == carrier
                ? guest
                : null;
    }

    /// A host may take a lock there for which a greenlet is the first in line, and whose turn this is about.
    private void ask() {
        Thread me = Thread.currentThread();
        try {
            note(me);
            loop.wakeup();
        } finally {
            asking.remove(me);
        }
    }

    private void note(Thread me) {
        try {
            asking.add(me);
        } catch (OutOfMemoryError e) {
            // The host has to be asked all the same.
        }
    }

    private void wakeup() {
        try {
            ask();
        } catch (Throwable e) {
            hostClosed(e);
        }
    }

    @Override
    public void tryMonitorAgain() {
        synchronized (nudging) {
            if (inTurn != null) {
                inTurn.interrupt();
            }
        }
    }

    /// A host's thread is the host's: nobody takes its place.
    @Override
    public boolean goesOn(Thread me) {
        errands.sendOff(work);
        return true;
    }

    /// The virtual thread that runs is about to park the host's thread, or goes on.
    public void pinned(boolean begins) {
        isPinned = begins;
        if (begins) { // This turn may end only after those have done something.
            work.takeToWake().forEach(HostedCarrier::wakeup);
        }
    }

    public boolean isPinned() {
        return isPinned;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public boolean isInTurn() {
        return place.get() == Place.IN_TURN;
    }

    @Override
    public void close() {
        loop.close();
    }
}
