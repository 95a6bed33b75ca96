package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.kernel.Deadline;
import io.anyloop.kernel.Engine;
import java.time.Duration;
import java.util.Objects;

/// A callback that a hub runs at a time, once or again and again, on the loop's own thread: it must not wait. Any thread.
/// Made by [Hub#timer].
///
/// ```java
/// Timer beat = Hub.current().timer(() -> log.add("beat")).repeat(Duration.ofSeconds(1));
/// Greenlet.sleep(Duration.ofMillis(3500));
/// beat.cancel(); // or it goes on as long as the hub
/// ```
public final class Timer {
    private final Engine hub;
    private final Runnable callback;
    private final Round due = new Round();
    private volatile boolean pending;
    private long period;

    /// Counts starts and cancels, so that a run that was queued before does not count. Hub's thread only.
    private int epoch;

    Timer(Engine hub, Runnable callback) {
        this.hub = hub;
        this.callback = Objects.requireNonNull(callback, "A timer needs a callback.");
    }

    /// Starts the timer, to run once. A timer that is pending starts anew.
    ///
    /// @param delay how long from now, zero or more
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Timer start(Duration delay) {
        return start(Times.nanos(delay, "A timer's delay"), 0);
    }

    /// Starts the timer, to run again and again. It keeps to its raster; rounds that were missed are left out.
    ///
    /// @param every how long between two runs, more than zero
    /// @return this
    /// @throws HubClosedException if the hub is closing
    public Timer repeat(Duration every) {
        long nanos = Times.nanos(every, "A timer's period");
        if (nanos == 0) {
            throw new IllegalArgumentException(
                    "A timer's period must be more than zero. To run code whenever the hub is idle, use a greenlet.");
        }
        return start(nanos, nanos);
    }

    /// Makes the timer one that does not count: while nothing but such timers is pending, [Hub#awaitQuiet] finds the hub
    /// quiet, and in a closed world [io.anyloop.exceptions.LoopExit] is thrown. For what a program does beside its work, for example statistics.
    ///
    /// @return this
    public Timer unreferenced() {
        hub.atHub(() -> {
            boolean wasPending = due.isStarted();
            long at = due.at;
            hub.cancel(due);
            due.doesNotCount();
            if (wasPending) {
                hub.startAt(due, at);
            }
        });
        return this;
    }

    private Timer start(long delay, long every) {
        hub.requireOpen("Timer.start");
        pending = true;
        long at = Times.sum(hub.now(), delay);
        hub.atHub(() -> {
            hub.cancel(due);
            epoch++;
            period = every;
            due.at = at;
            hub.startAt(due, at);
        });
        return this;
    }

    /// Stops the timer. It may be started again. Does nothing if it is not pending.
    public void cancel() {
        pending = false;
        hub.atHub(() -> {
            hub.cancel(due);
            epoch++;
        });
    }

    /// Whether it is to run.
    ///
    /// @return true if it is started, and neither cancelled nor, if it runs once, done
    public boolean isPending() {
        return pending;
    }

    private final class Round extends Deadline {
        private long at;

        Round() {
            keepsHub = true;
        }

        void doesNotCount() {
            keepsHub = false;
            isUnreferenced = true;
        }

        boolean isStarted() {
            return isPending();
        }

        @Override
        protected void due() {
            if (period > 0) {
                long missed = (hub.now() - at) / period;
                at += (missed + 1) * period;
                hub.startAt(this, at);
            } else {
                pending = false;
            }
            int now = epoch;
            hub.submit(() -> call(now));
        }

        private void call(int queued) {
            if (queued != epoch) {
                return;
            }
            try {
                callback.run();
            } catch (Throwable e) {
                hub.report(callback, e);
            }
        }

        @Override
        public String toString() {
            return "a timer";
        }
    }
}
