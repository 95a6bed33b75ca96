package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// A hosted loop on a scheduled executor, as small as can be. A subclass bends it in one place; as
/// it stands it is healthy.
class PoolLoop implements HostedLoop {
    static final String NAME = "pool";

    final ScheduledExecutorService host;
    final AtomicBoolean asked = new AtomicBoolean();
    volatile boolean closed;
    private final AtomicReference<Guest> guest = new AtomicReference<>();
    private final AtomicReference<Thread> hostThread = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Future<?> timer;

    PoolLoop(ScheduledExecutorService host) {
        this.host = host;
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
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        throw new UnsupportedOperationException("This loop watches no descriptors.");
    }

    @Override
    public void attach(Guest guest) {
        if (!this.guest.compareAndSet(null, guest)) {
            throw new IllegalStateException("This loop has a guest already.");
        }
    }

    /// Takes whoever comes, for a twin.
    final void replaceGuest(Guest newer) {
        guest.set(newer);
    }

    @Override
    public void wakeup() {
        if (!closed && asked.compareAndSet(false, true)) {
            post(this::task);
        }
    }

    final void post(Runnable task) {
        try {
            host.execute(task);
        } catch (RejectedExecutionException e) {
            hostEnded(e);
        }
    }

    void hostEnded(RejectedExecutionException e) {
        end(new IllegalStateException("The executor has been shut down.", e));
    }

    final void end(Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            tell(cause);
        }
    }

    final void tell(Throwable cause) {
        guest.get().hostClosed(cause);
    }

    /// What is posted for a wake-up. The mark goes first: a wake-up from now on asks anew.
    void task() {
        asked.set(false);
        turn();
    }

    final void turn() {
        if (mayRun() && isFit(Thread.currentThread())) {
            guest.get().turn();
        }
    }

    boolean mayRun() {
        return !closed && !ended.get();
    }

    private boolean isFit(Thread thread) {
        if (thread.isVirtual()) {
            unfit("The executor's thread is virtual; use a platform thread.");
        } else if (!hostThread.compareAndSet(null, thread) && hostThread.get() != thread) {
            unfit("The executor runs on two threads; use one that has one.");
        }
        return !ended.get();
    }

    void unfit(String why) {
        end(new IllegalStateException(why));
    }

    @Override
    public void wakeAt(long nanoTime) {
        replaced(timer);
        timer = nanoTime == Long.MAX_VALUE ? null : schedule(nanoTime - nanoTime());
    }

    Future<?> schedule(long nanos) {
        return host.schedule(this::turn, nanos, TimeUnit.NANOSECONDS);
    }

    void replaced(Future<?> earlier) {
        if (earlier != null) {
            earlier.cancel(false);
        }
    }

    @Override
    public boolean onLoopThread() {
        return Thread.currentThread() == hostThread.get();
    }

    @Override
    public void close() {
        closed = true;
        leave(timer);
    }

    /// What close takes from the host.
    void leave(Future<?> pending) {
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
