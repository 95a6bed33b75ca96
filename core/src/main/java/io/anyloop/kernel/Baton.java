package io.anyloop.kernel;

import io.anyloop.jdk.PlatformThreads;
import io.anyloop.spi.DrivenLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Which platform thread carries a driven hub: one at a time. A thread on which a virtual thread is stuck (parked while pinned, or
/// in a call that the JDK says may block) lends the hub to another, and gets it back before that virtual thread goes on. So
/// the others run meanwhile, and still never two at once.
///
/// Who holds the hub is what its [Seat] says. Needs the agent, which tells when a virtual thread is stuck.
final class Baton {
    /// So long does a thread wait to be needed again.
    private static final long SPARE_NANOS = 10_000_000_000L;

    private final Engine hub;
    private final DrivenCarrier carrier;
    private final ConcurrentLinkedQueue<HubThread> spares = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<HubThread> wanting = new ConcurrentLinkedQueue<>();

    /// How many want the hub back; a field of its own, since it is looked at after each task.
    private final AtomicInteger wanted = new AtomicInteger();

    /// How many threads have lent the hub and not got it back.
    private final AtomicInteger away = new AtomicInteger();

    private final AtomicInteger threads = new AtomicInteger(1);

    Baton(Engine hub, DrivenCarrier carrier) {
        this.hub = hub;
        this.carrier = carrier;
    }

    /// Lends the hub to another thread. By the thread that holds it, or on its behalf while it is stuck. The other thread is there
    /// before anything changes: without one the hub stays where it is.
    ///
    /// @throws IllegalStateException if the system gives no thread, or the loop refuses it; then nothing has changed
    void lend(HubThread from, DrivenLoop loop) {
        HubThread next = another();
        try {
            loop.moveTo(next);
        } catch (Throwable e) {
            next.isPromised = false;
            LockSupport.unpark(next); // To wait with the spare ones.
            throw e;
        }
        from.isAway = true;
        away.incrementAndGet();
        hub.seat.moveTo(carrier, next);
        next.isPromised = false;
        LockSupport.unpark(next);
    }

    /// Takes the hub from a thread that has not said that it is stuck. Nobody holds it while `mayGo` looks.
    ///
    /// @throws IllegalStateException as [#lend]
    boolean takeFrom(HubThread holder, DrivenLoop loop, BooleanSupplier mayGo) {
        if (!hub.seat.take(holder)) {
            return false;
        }
        boolean lent = false;
        try {
            if (mayGo.getAsBoolean()) {
                lend(holder, loop);
                lent = true;
            }
        } finally {
            if (!lent) {
                hub.seat.moveTo(carrier, holder);
                LockSupport.unpark(holder);
            }
        }
        return lent;
    }

    /// Whether a virtual thread of the hub is stuck on a thread that has lent the hub. Any thread.
    boolean isLent() {
        return away.get() > 0;
    }

    /// A thread that has lent the hub has it again, or has nothing to do with it any more. By that thread.
    private void isBack(HubThread me) {
        if (me.isAway) {
            me.isAway = false;
            away.decrementAndGet();
        }
    }

    /// A thread that runs and waits to be lent the hub, and stays until it is.
    private HubThread another() {
        HubThread spare = spares.poll();
        if (spare != null) {
            spare.isPromised = true;
            return spare;
        }
        HubThread made = hub.newCarrierThread(threads.get() + 1, carrier);
        made.isPromised = true;
        PlatformThreads.start(made);
        threads.incrementAndGet();
        return made;
    }

    /// Waits, on a thread that has lent the hub, until it holds the hub again or the hub has ended.
    ///
    /// @param parkThread parks the platform thread, though it carries a virtual thread; may return early
    void takeBack(HubThread me, Runnable parkThread) {
        if (isHolder(me) || hub.seat.hasEnded()) {
            return;
        }
        me.returning = Thread.currentThread();
        wanting.add(me);
        wanted.incrementAndGet();
        carrier.signal();
        while (!isHolder(me) && !hub.seat.hasEnded()) {
            parkThread.run();
        }
        isBack(me);
    }

    boolean isHolder(HubThread me) {
        return hub.seat.thread() == me;
    }

    /// Whether a thread wants the hub back. Any thread.
    boolean isWanted() {
        return wanted.get() > 0;
    }

    /// Whether a virtual thread only waits until its platform thread gets the hub back. Hub's thread only.
    boolean isReturning(Thread virtual) {
        if (isWanted()) {
            for (HubThread thread : wanting) {
                if (thread.returning == virtual) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Gives the hub back to the first that wants it. By the thread that holds it, between two tasks.
    ///
    /// @return false if nobody does
    boolean giveBack(DrivenLoop loop) {
        HubThread next = isWanted() ? wanting.poll() : null;
        if (next == null) {
            return false;
        }
        try {
            loop.moveTo(next);
        } catch (Throwable e) {
            wanting.add(next);
            throw e;
        }
        wanted.decrementAndGet();
        hub.seat.moveTo(carrier, next);
        LockSupport.unpark(next);
        return true;
    }

    /// Waits, on a thread with nothing to do, until it is lent the hub.
    ///
    /// @return false if it is not needed any more
    boolean awaitLending(HubThread me) {
        isBack(me);
        while (!isHolder(me)) {
            if (!me.isPromised && !spares.contains(me)) {
                spares.add(me);
            }
            long since = System.nanoTime();
            // Whoever ends the hub says so first, and wakes who is among the spare ones then.
            if (me.isPromised || hub.lifetime.isAlive()) {
                LockSupport.parkNanos(this, SPARE_NANOS);
            }
            boolean tired = System.nanoTime() - since >= SPARE_NANOS || !hub.lifetime.isAlive();
            if (tired && spares.remove(me)) {
                return false;
            }
        }
        spares.remove(me); // It is still there if the hub was only taken from it for a moment.
        return true;
    }

    /// The hub has ended: nobody waits for it any more.
    void end() {
        wanting.forEach(LockSupport::unpark);
        spares.forEach(LockSupport::unpark);
    }
}
