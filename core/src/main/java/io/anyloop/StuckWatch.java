package io.anyloop;

import java.lang.System.Logger.Level;
import java.time.Duration;

/// Looks after one hub: lends it where a call that may block takes long, and reports what keeps its thread. By the [Watchdog].
final class StuckWatch {
    /// So many looks tell whether a thread uses the processor.
    private static final int SAMPLES = 3;

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
        if (!isDone && now - since >= limitNanos) {
            isDone = isTold(carrier, task, now - since);
        }
        return true;
    }

    /// The call must have lasted since the last look.
    private void lendInCall(Carrier carrier) {
        if (carrier instanceof DrivenCarrier own
                && hub.seat.thread() instanceof HubThread holder
                && holder.call.get() == HubThread.IN_CALL) {
            if (holder.calls == calls) {
                own.lendFor(holder);
            }
            calls = holder.calls;
        }
    }

    /// @return false to look again first
    private boolean isTold(Carrier carrier, Runnable task, long nanos) {
        Thread holder = hub.seat.thread();
        if (holder == null) {
            return false;
        }
        Thread stuck = HubThreads.virtualThreadOf(task);
        boolean handsOver =
                options.whenStuck == WhenStuck.HAND_OVER
                        && stuck != null
                        && carrier instanceof DrivenCarrier;
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
