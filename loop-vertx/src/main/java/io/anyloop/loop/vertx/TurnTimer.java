package io.anyloop.loop.vertx;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The one time at which a turn was asked for, on a timer of Netty's. A time that moves away, as most do, leaves the
/// timer as it is: it looks again when it fires. Event loop's thread only.
final class TurnTimer {
    private static final long NONE = Long.MAX_VALUE;

    private final IoEventLoop eventLoop;
    private final Runnable onTime;
    private final Runnable fire = this::fire;
    private long due = NONE;
    private long set = NONE;
    private Future<?> timer;

    TurnTimer(IoEventLoop eventLoop, Runnable onTime) {
        this.eventLoop = eventLoop;
        this.onTime = onTime;
    }

    /// @param nanoTime when, by [System#nanoTime]; [Long#MAX_VALUE] for never
    void setTo(long nanoTime) {
        due = nanoTime;
        if (nanoTime == NONE || (timer != null && set - nanoTime <= 0)) {
            return;
        }
        cancelTimer();
        start();
    }

    private void start() {
        set = due;
        timer =
                eventLoop.schedule(
                        fire, Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        if (due == NONE) {
            return;
        }
        if (due - System.nanoTime() > 0) {
            start();
        } else {
            due = NONE;
            onTime.run();
        }
    }

    void cancel() {
        due = NONE;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    boolean isSet() {
        return timer != null;
    }
}
