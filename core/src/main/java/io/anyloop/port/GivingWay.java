package io.anyloop.port;

import io.anyloop.jdk.UserCode;
import io.anyloop.kernel.CutOff;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Progress;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.spi.Capability;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Lets the others of a hub run at calls of the JDK's, where a greenlet has run for long: it may never wait by itself. The agent
/// asks at each such call; it is the [io.anyloop.watch.Watchdog] that looks at the clock (decision 62).
public final class GivingWay {
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

    private final Engine hub;
    private final boolean isVirtual;

    /// Whether somebody has run for long. Read at each call, so with a plain load.
    private boolean due;

    /// What has: its number among the tasks of the hub's thread.
    private volatile long task;

    public GivingWay(Engine hub) {
        this.hub = hub;
        this.isVirtual = hub.loop().capabilities().contains(Capability.VIRTUAL_TIME);
    }

    /// A task has run since the last look of the watchdog. In virtual time nobody is late, and runs are to be repeatable.
    public void demand(long running) {
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
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        if (greenlet != null && Deliveries.isToThrow(greenlet)) {
            Progress progress = progressHere();
            if (mayThrow) {
                Strands.deliveries(greenlet).cutOff(CALL, CutOff.SOCKET, 0);
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
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        hub.work().entersCall(greenlet);
        hub.work().givesWay(true);
        Thread.yield();
        boolean hasLeft = !hub.work().givesWay();
        hub.work().givesWay(false);
        hub.work().leavesCall(greenlet);
        return hasLeft && hub.runsHere();
    }

    /// @return null if the caller is beside its hub
    private Progress progressHere() {
        return hub.runsHere() ? hub.seat().carrier().progress() : null;
    }
}
