package io.anyloop.watch;

import io.anyloop.base.Logs;
import io.anyloop.base.Times;
import io.anyloop.jdk.Continuations;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.jdk.ProcessorTime;
import io.anyloop.jdk.Snapshots;
import io.anyloop.jdk.UserCode;
import io.anyloop.kernel.Carrier;
import io.anyloop.kernel.DrivenCarrier;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.HostedCarrier;
import io.anyloop.kernel.HubThread;
import io.anyloop.kernel.Progress;
import io.anyloop.kernel.Watching;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongConsumer;

/// Looks after one hub: lends it where a call that may block takes long, asks who has run for long to give way, and reports what
/// keeps its thread. By the [Watchdog].
public final class StuckWatch implements Watching {
    /// So many looks tell whether a thread uses the processor.
    private static final int SAMPLES = 3;

    /// So long may a hub stand still that was lent: the one who lent it may be what it waits for.
    private static final long LENT_NANOS = 50_000_000;

    private static final long TELL_LACK_NANOS = 10_000_000_000L;

    /// So long may a virtual thread park a host's thread, which has nobody to stand in for it, until that is reported: once for each
    /// place in the code.
    private static final long PINNED_NANOS = 50_000_000;

    /// The clocks of threads and of the system do not go alike.
    private static final long TOLERANCE_NANOS = 50_000_000;

    /// The JDK takes some milliseconds to tell the first processor time, and what runs at a program's start runs for long.
    private static final long NOTE_NANOS = 50_000_000;

    private final Stuck.Listener listener;
    private final LongConsumer demand;
    private final Rescue rescue;
    private final Engine hub;
    private final boolean mayHandOver;
    private final boolean mayHandOverBusy;
    private final long limitNanos;
    private final AtMonitor atMonitor;

    /// For how long something has to run before its processor time is noted.
    private final long noteNanos;

    private Progress progress;
    private long count;
    private long since;
    private int calls;
    private boolean isDone;
    private boolean isTold;

    /// Whether the thread was blocked on a monitor at the last look.
    private boolean wantedMonitor;

    /// Of which monitor it was last sought out who has it, and whether that is one of this hub.
    private Object soughtMonitor;

    private boolean isHeldHere;

    /// By how much the looks came late until now, and until what runs was seen first.
    private long late;

    private long lateBefore;

    /// Who carried the hub when what runs had run for a while, and how much processor time that thread had used.
    private Thread holderBefore;

    private long processorTimeBefore;

    private int samples;
    private long processorTime;

    /// When it was last said that there is no thread to lend the hub to; null if never.
    private Long lackedAt;

    /// @param listener is told what has kept the hub's thread
    /// @param demand is told the number of a task that has run for long, and is to give way
    public StuckWatch(Engine hub, Stuck.Listener listener, LongConsumer demand) {
        this.hub = hub;
        this.listener = listener;
        this.demand = demand;
        this.mayHandOver = hub.options().handsOverStuck();
        this.mayHandOverBusy = hub.options().handsOverBusy();
        this.rescue = new Rescue(hub);
        this.limitNanos = Times.saturated(hub.options().stuckLimit());
        this.atMonitor = new AtMonitor(hub, limitNanos);
        this.noteNanos = Math.min(limitNanos / 4, NOTE_NANOS);
    }

    /// @param now the time, without that by which the looks came late
    /// @param lateNanos by how much that was in all
    /// @return whether the hub does something
    boolean look(long now, long lateNanos) {
        late = lateNanos;
        Carrier carrier = hub.seat().carrier();
        if (carrier == null) {
            return false; // It is just being opened.
        }
        boolean isDue = carrier instanceof HostedCarrier hosted && lookAfter(hosted, now);
        return lookAtProgress(carrier, now) || isDue;
    }

    /// In how many nanoseconds it has to be looked at, though it may do nothing until then.
    long nanosUntilDue() {
        return hub.seat().carrier() instanceof HostedCarrier hosted
                ? hosted.nanosUntilDue()
                : Times.FOREVER;
    }

    private boolean lookAfter(HostedCarrier guest, long now) {
        boolean isDue = guest.owesTurn();
        rescue.look(guest, now, isDue);
        return isDue;
    }

    private boolean lookAtProgress(Carrier carrier, long now) {
        Progress latest = carrier.progress();
        if (latest == null) {
            return false;
        }
        Runnable task = latest.running();
        long latestCount = latest.count();
        boolean moves = latest != progress || latestCount != count;
        boolean isAtMonitor =
                (task == null || Continuations.threadOf(task) == null)
                        && atMonitor.look(now, carrier, task == null);
        progress = latest;
        count = latestCount;
        if (moves || task == null) {
            since = now;
            isDone = false;
            isTold = false;
            wantedMonitor = false;
            soughtMonitor = null;
            samples = 0;
            lateBefore = late;
            holderBefore = null;
            return moves || isAtMonitor;
        }
        demand.accept(latestCount);
        lendInCall(carrier);
        boolean blocks = wantsMonitor(carrier);
        if (blocks || now - since >= noteNanos) {
            noteProcessorTime();
        }
        boolean blocked = blocks && wantedMonitor;
        wantedMonitor = blocks;
        if (!isDone && (now - since >= limit(carrier) || blocked && waitsForOwnHub(task))) {
            isDone = isDone(carrier, task, now - since);
        }
        return true;
    }

    private void noteProcessorTime() {
        if (holderBefore == null) {
            holderBefore = hub.seat().thread();
            processorTimeBefore = holderBefore == null ? 0 : ProcessorTime.of(holderBefore);
        }
    }

    /// How long what runs was on a processor; null if that is not known, as of one that another thread has carried before.
    private Duration onProcessor(Thread holder, long nanos) {
        if (holder != holderBefore) {
            return null;
        }
        long used = ProcessorTime.of(holder) - processorTimeBefore;
        return used < 0 || used > nanos + late - lateBefore + TOLERANCE_NANOS
                ? null
                : Duration.ofNanos(used);
    }

    /// Whether the hub's thread is blocked on a monitor, in the middle of a virtual thread that is pinned: others would leave it.
    /// Then it does nothing at all.
    private boolean wantsMonitor(Carrier carrier) {
        return carrier instanceof DrivenCarrier
                && hub.seat().thread() instanceof HubThread holder
                && holder.getState() == Thread.State.BLOCKED;
    }

    /// Whether a greenlet of the hub has the monitor, which cannot go on before the hub does. Anybody else will most likely give it
    /// back soon, as one that loads the same class does.
    private boolean waitsForOwnHub(Runnable task) {
        Thread stuck = Continuations.threadOf(task);
        Object monitor = stuck == null ? null : Snapshots.wantedBy(stuck);
        if (monitor != soughtMonitor) {
            soughtMonitor = monitor;
            isHeldHere = monitor != null && ThreadView.isHeldIn(hub, monitor);
        }
        return isHeldHere && monitor != null;
    }

    private long limit(Carrier carrier) {
        if (carrier instanceof HostedCarrier guest && guest.isPinned()) {
            return Math.min(limitNanos, PINNED_NANOS);
        }
        return carrier instanceof DrivenCarrier own && own.isLent()
                ? Math.min(limitNanos, LENT_NANOS)
                : limitNanos;
    }

    /// The call must have lasted since the last look.
    private void lendInCall(Carrier carrier) {
        if (carrier instanceof DrivenCarrier own
                && hub.seat().thread() instanceof HubThread holder
                && holder.call.get() == HubThread.IN_CALL) {
            if (holder.calls == calls && mayLend(holder)) {
                try {
                    own.lendFor(holder);
                } catch (RuntimeException e) {
                    tellLack(holder, e);
                }
            }
            calls = holder.calls;
        }
    }

    /// The next look tries again.
    private void tellLack(HubThread holder, RuntimeException why) {
        long now = System.nanoTime();
        if (lackedAt == null || now - lackedAt >= TELL_LACK_NANOS) {
            lackedAt = now;
            Logs.log(
                    Level.WARNING,
                    "Hub %s stands still as long as its thread %s is blocked, since no other can carry it on. %s"
                            .formatted(hub.name(), holder.getName(), why.getMessage()),
                    why);
        }
    }

    /// Whoever loads or initialises a class has others wait for it inside the virtual machine, where nobody can lend. But a thread
    /// that is parked may be one that they are needed to wake.
    private static boolean mayLend(HubThread holder) {
        if (holder.getState() != Thread.State.RUNNABLE) {
            return true;
        }
        Runnable task = holder.progress.running();
        Thread inCall = task == null ? null : Continuations.threadOf(task);
        return inCall != null && !UserCode.isAtClasses(inCall.getStackTrace());
    }

    /// @return false to look again
    private boolean isDone(Carrier carrier, Runnable task, long nanos) {
        Thread holder = hub.seat().thread();
        if (holder == null) {
            return false;
        }
        Thread stuck = Continuations.threadOf(task);
        boolean handsOver =
                stuck != null
                        && carrier instanceof DrivenCarrier own
                        && (mayHandOver || own.isLent() || wantedMonitor);
        if (handsOver && samples == 0) {
            processorTime = ProcessorTime.of(holder);
        }
        if (handsOver && !mayHandOverBusy && !wantedMonitor && samples++ < SAMPLES) {
            return false;
        }
        boolean handedOver =
                handsOver
                        && (mayHandOverBusy || usesNoProcessor(holder))
                        && isHandedOver((DrivenCarrier) carrier, (HubThread) holder, stuck);
        samples = 0;
        boolean isPinned = carrier instanceof HostedCarrier guest && guest.isPinned();
        if (!handedOver && !isPinned && nanos < limitNanos) {
            return false;
        }
        if (handedOver || !isTold) {
            isTold = true;
            report(
                    stuck == null ? holder : stuck,
                    new Spent(
                            Duration.ofNanos(nanos),
                            onProcessor(holder, nanos),
                            Duration.ofNanos(late - lateBefore)),
                    handedOver);
        }
        return handedOver || !handsOver;
    }

    private boolean usesNoProcessor(Thread holder) {
        return ProcessorTime.of(holder) - processorTime < ProcessorTime.BUSY_NANOS;
    }

    /// @return false if it may not, or cannot be handed over now
    private boolean isHandedOver(DrivenCarrier own, HubThread holder, Thread stuck) {
        try {
            return handOver(own, holder, stuck);
        } catch (RuntimeException e) {
            tellLack(holder, e);
            return false;
        }
    }

    /// What runs must be code of the user's, and still the same.
    private boolean handOver(DrivenCarrier own, HubThread holder, Thread stuck) {
        return own.handOver(
                holder,
                () -> {
                    StackTraceElement[] stack = ThreadView.of(stuck).stack();
                    return UserCode.isAtTop(stack)
                            && holder.progress.running() != null
                            && holder.progress.count() == count;
                });
    }

    /// A hub that goes on may need the watchdog again, and a report takes a while.
    private void report(Thread stuck, Spent spent, boolean handedOver) {
        if (handedOver) {
            try {
                PlatformThreads.start(
                        PlatformThreads.daemon("anyloop-report", () -> tell(stuck, spent, true)));
                return;
            } catch (IllegalStateException e) {
                // Then here.
            }
        }
        tell(stuck, spent, handedOver);
    }

    private void tell(Thread stuck, Spent spent, boolean handedOver) {
        ThreadView view = ThreadView.of(stuck);
        listener.stuck(
                new Stuck(
                        stuck,
                        spent.time,
                        spent.onProcessor,
                        spent.late,
                        view.stack(),
                        view.blockedOn(hub),
                        handedOver,
                        spent.time.toNanos() >= limitNanos));
    }

    private record Spent(Duration time, Duration onProcessor, Duration late) {}

    @Override
    public void stir() {
        Watchdog.stir();
    }

    @Override
    public void end() {
        Watchdog.remove(this);
    }

    @Override
    public String toString() {
        return hub.toString();
    }
}
