package host;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A hub as a guest on an `EventExecutor` of Netty's: one thread that runs tasks in order, now or at a time.
///
/// Each turn is one task of the executor. A hub comes in by `Hub.on(new NettyHost(executor))`.
public final class NettyHost implements HostedLoop {
    static final String NAME = "netty-executor";
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

    private final EventExecutor executor;
    private final AtomicReference<Guest> guest = new AtomicReference<>();

    /// Whether a turn is asked for that has not begun.
    private final AtomicBoolean asked = new AtomicBoolean();

    /// Whether the host has ended, or the loop is closed.
    private final AtomicBoolean over = new AtomicBoolean();

    private final AtomicReference<Thread> turning = new AtomicReference<>();
    private volatile ScheduledFuture<?> alarm;

    public NettyHost(EventExecutor executor) {
        this.executor = executor;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void attach(Guest newcomer) {
        if (!guest.compareAndSet(null, newcomer)) {
            throw new IllegalStateException("There is a guest already; make another NettyHost.");
        }
        executor.terminationFuture().addListener(ended -> hostEnded("The executor has ended.", null));
    }

    // @start region="turns"
    /// Any thread. An exchange even where a turn is asked for already: it must see what was written before.
    @Override
    public void wakeup() {
        if (over.get() || asked.getAndSet(true)) {
            return;
        }
        try {
            executor.execute(this::turnAsAsked);
        } catch (RejectedExecutionException e) {
            hostEnded("The executor takes no turn any more: it was shut down.", e);
        }
    }

    /// The mark first: whoever asks from here on gets a turn of its own.
    private void turnAsAsked() {
        asked.getAndSet(false);
        turn();
    }

    private void turn() {
        var me = Thread.currentThread();
        if (me.isVirtual()) {
            hostEnded("The executor's thread is virtual, and cannot carry greenlets.", null);
            return;
        }
        if (!turning.compareAndSet(null, me)) {
            hostEnded("The executor runs turns on two threads at once; give it one.", null);
            return;
        }
        try {
            // Marked as turning before this look, so that close either stops the turn or sees it.
            if (!over.get()) {
                guest.get().turn();
            }
        } finally {
            turning.set(null);
        }
    }
    // @end

    /// Only on the executor's thread. A cancelled alarm leaves the executor's queue at once there.
    @Override
    public void wakeAt(long nanoTime) {
        cancelAlarm();
        if (nanoTime != Long.MAX_VALUE && !over.get()) {
            long left = Math.max(0, nanoTime - nanoTime());
            alarm = executor.schedule(this::turn, left, TimeUnit.NANOSECONDS);
            if (over.get()) {
                cancelAlarm(); // close may have looked before there was one
            }
        }
    }

    private void cancelAlarm() {
        var before = alarm;
        if (before != null) {
            alarm = null;
            before.cancel(false);
        }
    }

    @Override
    public boolean onLoopThread() {
        return executor.inEventLoop();
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        throw new UnsupportedOperationException("This loop watches no descriptors.");
    }

    private void hostEnded(String message, Throwable cause) {
        var last = guest.get();
        if (!over.getAndSet(true) && last != null) {
            last.hostClosed(new IllegalStateException(message, cause));
        }
    }

    /// Any thread. Waits for a turn that is under way elsewhere, but not for long: who is in it may be waiting for us.
    @Override
    public void close() {
        over.set(true);
        cancelAlarm();
        long begin = System.nanoTime();
        while (isTurningElsewhere() && System.nanoTime() - begin < PATIENCE) {
            LockSupport.parkNanos(50_000);
        }
    }

    /// A virtual thread may be a greenlet of this very turn.
    private boolean isTurningElsewhere() {
        var me = Thread.currentThread();
        var other = turning.get();
        return other != null && other != me && !me.isVirtual();
    }
}
