package io.anyloop.kernel;

import io.anyloop.spi.DrivenLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// A hub on a thread of its own, which polls the loop: the hub's turn, as a list to recite. Where a virtual thread stops that
/// thread, another takes its place ([Baton]).
public final class DrivenCarrier implements Carrier {
    private final Engine hub;
    private final Work work;
    private final Baton baton;
    private final DrivenLoop opened;
    private volatile DrivenLoop loop;

    /// Whether the hub may be asleep in its poll: then whoever sends something must wake it, once.
    private final AtomicBoolean asleep = new AtomicBoolean();

    DrivenCarrier(Engine hub, DrivenLoop loop) {
        this.hub = hub;
        this.work = hub.work;
        this.opened = loop;
        this.loop = loop;
        this.baton = new Baton(hub, this);
    }

    /// A loop that another thread holds, for example another hub's, refuses a poll.
    public static void requireOwner(DrivenLoop driven) {
        try {
            driven.poll(0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The event loop " + driven.name() + " is broken: " + e.getMessage(), e);
        }
    }

    /// Carries the hub until it has ended, whenever the calling thread holds it. What the loop throws from its poll ends the hub, loudly: every greenlet learns
    /// of it, and gets its time for `finally` on a loop that can only wait.
    void carry() {
        HubThread me = (HubThread) Thread.currentThread();
        while (hub.lifetime.isAlive() && (baton.isHolder(me) || baton.awaitLending(me))) {
            try {
                turn(me);
            } catch (Throwable e) {
                replaceLoop();
                hub.lifetime.begin("The event loop " + hub.loopName() + " broke down", e);
                hub.lifetime.endIfDone();
            }
        }
        if (!hub.lifetime.isAlive()) {
            baton.end();
        }
        opened.threadEnds();
    }

    private void turn(HubThread me) throws Exception {
        work.gather();
        me.endNudge();
        work.run(me, me.progress);
        me.endNudge();
        if (!baton.isHolder(me) || hub.lifetime.endIfDone() || baton.giveBack(loop)) {
            return;
        }
        long idle = work.idleNanos();
        if (idle > 0 || work.isLookDue()) {
            poll(idle);
            work.looked();
        }
    }

    private void poll(long nanos) throws Exception {
        if (nanos <= 0) {
            loop.poll(0);
            return;
        }
        if (hub.quiet.tell() || (work.isDry() && hub.lifetime.nothingLeft())) {
            return;
        }
        asleep.set(true);
        // Whoever sends adds first and looks at "asleep" then; here it is the other way round, so
        // one of the two sees it.
        loop.poll(work.inbox.isEmpty() && !baton.isWanted() ? nanos : 0);
        if (asleep.getPlain()) { // Nobody has woken it.
            asleep.set(false);
        }
        hub.watching.stir();
    }

    private void replaceLoop() {
        DrivenLoop broken = loop;
        loop = new ParkingLoop();
        hub.loseLoop();
        asleep.set(false);
        try {
            broken.close();
        } catch (Throwable e) {
            hub.report(broken, e);
        }
    }

    @Override
    public void signal() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            loop.wakeup();
            hub.watching.stir(); // The hub's thread may not get out of its poll by itself.
        }
    }

    @Override
    public void tryMonitorAgain() {
        if (hub.seat.thread() instanceof HubThread holder) {
            holder.nudge();
        }
    }

    @Override
    public boolean goesOn(Thread thread) {
        HubThread me = (HubThread) thread;
        return (me.call.getPlain() == HubThread.OUT || me.endCall())
                && baton.isHolder(me)
                && !baton.isWanted();
    }

    @Override
    public Progress progress() {
        return hub.seat.thread() instanceof HubThread holder ? holder.progress : null;
    }

    /// The virtual thread that the calling thread carries is about to stop it. Where the hub cannot be lent now, the watchdog
    /// tries again, as for a call that may block.
    public void beginStuck(HubThread me) {
        if (me.stuck++ == 0 && me.endCall() && baton.isHolder(me)) {
            try {
                baton.lend(me, loop);
            } catch (Throwable e) {
                beginCall(me);
            }
        }
    }

    /// It goes on.
    public void endStuck(HubThread me, Runnable parkThread) {
        if (--me.stuck == 0) {
            me.endCall();
            baton.takeBack(me, parkThread);
        }
    }

    /// It begins a call that may block: then the watchdog lends the hub, if it takes long.
    public void beginCall(HubThread me) {
        if (baton.isHolder(me)) {
            me.beginCall();
            hub.watching.stir();
        }
    }

    public void endCall(HubThread me, Runnable parkThread) {
        if (!me.endCall()) {
            baton.takeBack(me, parkThread);
        }
    }

    /// Lends the hub on behalf of a thread that is in a call which takes long. By the watchdog.
    ///
    /// @throws IllegalStateException if there is no thread to lend it to; then nothing has changed, and this can be tried again
    public void lendFor(HubThread holder) {
        if (holder.call.compareAndSet(HubThread.IN_CALL, HubThread.TAKEN)) {
            int next = HubThread.IN_CALL;
            try {
                if (baton.isHolder(holder)) {
                    baton.lend(holder, loop);
                    next = HubThread.LENT;
                } else {
                    next = HubThread.OUT;
                }
            } finally {
                holder.call.set(next);
            }
        }
    }

    /// Whether a virtual thread of the hub is stuck on a thread that has lent the hub.
    public boolean isLent() {
        return baton.isLent();
    }

    /// Whether a virtual thread has left the wait that had stuck it, and waits for the hub only. Hub's thread only.
    boolean isReturning(Thread virtual) {
        return baton.isReturning(virtual);
    }

    /// Lends the hub though its thread has not said that it is stuck, if what that thread does is none of the hub's business.
    /// By the watchdog. The virtual thread on it runs beside the hub until it next leaves its thread.
    ///
    /// @param mayGo looks at what the thread does, after it has lost the hub: what it begins from now on goes the way of a
    ///     stranger
    /// @return whether it was lent
    /// @throws IllegalStateException if there is no thread to lend it to; then nothing has changed, and this can be tried again
    public boolean handOver(HubThread holder, BooleanSupplier mayGo) {
        return baton.takeFrom(holder, loop, mayGo);
    }

    @Override
    public boolean isInTurn() {
        return true;
    }

    @Override
    public void close() {
        loop.close();
    }
}
