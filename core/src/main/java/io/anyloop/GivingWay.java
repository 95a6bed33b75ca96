package io.anyloop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Lets the others of a hub run at calls of the JDK's, where a greenlet has run for long: it may never wait by itself. The agent
/// asks at each such call; it is the [Watchdog] that looks at the clock (decision 62).
final class GivingWay {
    private static final String CALL = "a call of the JDK's, where it gave way";
    private static final VarHandle DUE;

    static {
        try {
            DUE = MethodHandles.lookup().findVarHandle(GivingWay.class, "due", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        // Loads all that it needs before there is a hub: not from a file, in the middle of a call
        // on a file.
        UserCode.isAtItsFile();
    }

    private final Hub hub;
    private final boolean isVirtual;

    /// Whether somebody has run for long. Read at each call, so with a plain load.
    private boolean due;

    /// What has: its number among the tasks of the hub's thread.
    private volatile long task;

    GivingWay(Hub hub, Loop loop) {
        this.hub = hub;
        this.isVirtual = loop.capabilities().contains(Capability.VIRTUAL_TIME);
    }

    /// A task has run since the last look of the watchdog. In virtual time nobody is late, and runs are to be repeatable.
    void demand(long running) {
        if (!isVirtual) {
            task = running;
            DUE.setRelease(this, true);
        }
    }

    /// Whether it may be time to give way. Any virtual thread of the hub's.
    boolean isDue() {
        return (boolean) DUE.getOpaque(this);
    }

    /// In a call which may wait. Where nothing may come out of it the next call is asked again.
    ///
    /// @param mayThrow whether what is due for the greenlet may come out of the call
    void atWait(boolean mayThrow) {
        if (!leave()) {
            return;
        }
        Greenlet<?> greenlet = Greenlet.of(Thread.currentThread());
        if (greenlet != null && Deliveries.isToThrow(greenlet)) {
            Progress progress = progressHere();
            if (mayThrow) {
                greenlet.deliveries.cutOff(CALL, CutOff.SOCKET, 0);
            } else if (progress != null) {
                demand(progress.count());
            }
        }
    }

    /// In a call on a file, which does not wait: who makes it holds locks at times that are not to be held while others run.
    void atFile() {
        DUE.setOpaque(this, false); // Asked again at the next look.
        if (UserCode.isAtItsFile()) {
            leave();
        }
    }

    /// @return false if the caller could not leave, or need not: it is pinned, beside its hub, or has begun to run just now
    private boolean leave() {
        DUE.setOpaque(this, false);
        Progress progress = progressHere();
        if (progress == null || progress.count() != task) {
            return false;
        }
        Greenlet<?> greenlet = Greenlet.of(Thread.currentThread());
        hub.work.entersCall(greenlet);
        hub.work.givesWay = true;
        Thread.yield();
        boolean hasLeft = !hub.work.givesWay;
        hub.work.givesWay = false;
        hub.work.leavesCall(greenlet);
        return hasLeft && hub.runsHere();
    }

    /// @return null if the caller is beside its hub
    private Progress progressHere() {
        return hub.runsHere() ? hub.seat.carrier().progress() : null;
    }
}
