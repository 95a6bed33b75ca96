package io.anyloop;

import java.lang.System.Logger.Level;
import java.time.Duration;

/// Looks after one hub: lends it where a call that may block takes long, and reports what keeps its thread. By the [Watchdog].
final class StuckWatch {
    /// So many looks tell whether a thread uses the processor.
    private static final int SAMPLES = 3;

    /// So long may a hub stand still that was lent: the one who lent it may be what it waits for.
    private static final long LENT_NANOS = 50_000_000;

    private final Hub hub;
    private final HubBuilder options;
    private final long limitNanos;
    private Progress progress;
    private long count;
    private long since;
    private int calls;
    private boolean isDone;
    private int samples;
    private long processorTime;

    StuckWatch(Hub hub, HubBuilder options) {
        this.hub = hub;
        this.options = options;
        this.limitNanos = Times.saturated(options.stuckLimit);
    }

    /// @return whether the hub does something
    boolean look(long now) {
        Carrier carrier = hub.seat.carrier();
        boolean isDue = carrier instanceof HostedCarrier hosted && hosted.lookAfter(now);
        return lookAtProgress(carrier, now) || isDue;
    }

    /// In how many nanoseconds it has to be looked at, though it may do nothing until then.
    long nanosUntilDue() {
        return hub.seat.carrier() instanceof HostedCarrier hosted
                ? hosted.nanosUntilDue()
                : Times.FOREVER;
    }

    private boolean lookAtProgress(Carrier carrier, long now) {
        Progress latest = carrier.progress();
        if (latest == null) {
            return false;
        }
        Runnable task = latest.running();
        long latestCount = latest.count();
        boolean moves = latest != progress || latestCount != count;
        progress = latest;
        count = latestCount;
        if (moves || task == null) {
            since = now;
            isDone = false;
            samples = 0;
            return moves;
        }
        lendInCall(carrier);
        if (!isDone && now - since >= limit(carrier)) {
            isDone = isTold(carrier, task, now - since);
        }
        return true;
    }

    private long limit(Carrier carrier) {
        return carrier instanceof DrivenCarrier own && own.isLent()
                ? Math.min(limitNanos, LENT_NANOS)
                : limitNanos;
    }

    /// The call must have lasted since the last look.
    private void lendInCall(Carrier carrier) {
        if (carrier instanceof DrivenCarrier own
                && hub.seat.thread() instanceof HubThread holder
                && holder.call.get() == HubThread.IN_CALL) {
            if (holder.calls == calls && mayLend(holder)) {
                own.lendFor(holder);
            }
            calls = holder.calls;
        }
    }

    /// Whoever loads or initialises a class has others wait for it inside the virtual machine, where nobody can lend.
    private static boolean mayLend(HubThread holder) {
        Runnable task = holder.progress.running();
        Thread inCall = task == null ? null : Continuations.threadOf(task);
        return inCall != null && !UserCode.isAtClasses(inCall.getStackTrace());
    }

    /// @return false to look again first
    private boolean isTold(Carrier carrier, Runnable task, long nanos) {
        Thread holder = hub.seat.thread();
        if (holder == null) {
            return false;
        }
        Thread stuck = Continuations.threadOf(task);
        boolean handsOver =
                stuck != null
                        && carrier instanceof DrivenCarrier own
                        && (options.whenStuck == WhenStuck.HAND_OVER || own.isLent());
        if (handsOver && samples == 0) {
            processorTime = ProcessorTime.of(holder);
        }
        if (handsOver && samples++ < SAMPLES) {
            return false;
        }
        boolean handedOver =
                handsOver
                        && ProcessorTime.of(holder) - processorTime < ProcessorTime.BUSY_NANOS
                        && handOver((DrivenCarrier) carrier, (HubThread) holder, stuck);
        if (!handedOver && nanos < limitNanos) {
            samples = 0;
            return false;
        }
        tell(stuck == null ? holder : stuck, Duration.ofNanos(nanos), handedOver);
        return true;
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

    private void tell(Thread stuck, Duration time, boolean handedOver) {
        ThreadView view = ThreadView.of(stuck);
        for (StackTraceElement frame : view.stack()) {
            if (options.mayBeStuck.test(frame)) {
                return;
            }
        }
        StuckReport report =
                new StuckReport(
                        hub,
                        stuck,
                        time,
                        java.util.List.of(view.stack()),
                        view.blockedOn(hub),
                        handedOver);
        StuckEvents.tell(report);
        Greenlet<?> greenlet = Greenlet.of(stuck);
        if (options.whenStuck == WhenStuck.THROW && greenlet != null) {
            hub.atHub(() -> greenlet.deliver(new StuckException(report)));
        }
        try {
            options.stuckHandler.stuck(report);
        } catch (Throwable e) {
            Hub.log(Level.ERROR, "The handler of what is stuck failed on: " + report, e);
        }
    }

    @Override
    public String toString() {
        return hub.toString();
    }
}
