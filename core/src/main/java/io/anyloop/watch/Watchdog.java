package io.anyloop.watch;

import io.anyloop.base.Logs;
import io.anyloop.base.Times;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.kernel.Leftovers;
import java.lang.System.Logger.Level;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// One thread that looks after all hubs: whether one makes no progress. Sleeps while none of them does anything.
public final class Watchdog {
    private static final long LOOK_NANOS = 10_000_000;

    /// So many looks find nothing before it sleeps.
    private static final int PATIENCE = 20;

    private static final CopyOnWriteArrayList<StuckWatch> WATCHES = new CopyOnWriteArrayList<>();
    private static volatile boolean asleep;

    /// For so long in all the thread came late to a look: the machine or the virtual machine held it up, and with it everybody. By the
    /// thread itself.
    private static long lateNanos;

    /// When it began the last look. By the thread itself.
    private static long lookedAt;

    private static volatile Thread thread;

    private Watchdog() {}

    /// @throws IllegalStateException if the system gives no thread for it; then nothing has changed
    public static synchronized void add(StuckWatch watch) {
        if (thread == null) {
            Thread started = PlatformThreads.daemon("anyloop-watchdog", Watchdog::run);
            started.setContextClassLoader(null); // The first hub's loader is no business of it.
            PlatformThreads.start(started);
            thread = started;
        }
        WATCHES.add(watch);
        stir();
    }

    static void remove(StuckWatch watch) {
        WATCHES.remove(watch);
        stir();
    }

    /// A hub begins to do something, after it slept.
    static void stir() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private static void run() {
        int idle = 0;
        lookedAt = System.nanoTime();
        while (!mayEnd()) {
            LockSupport.parkNanos(LOOK_NANOS);
            idle = lookInTime() ? 0 : idle + 1;
            if (idle >= PATIENCE) {
                sleep();
                idle = 0;
                lookedAt = System.nanoTime();
            }
        }
    }

    /// Counts from look to look: it may have been held up in the middle of one, too.
    private static boolean lookInTime() {
        long before = lookedAt;
        lookedAt = System.nanoTime();
        long late = lookedAt - before - LOOK_NANOS;
        if (late > LOOK_NANOS) {
            lateNanos += late;
        }
        return look(lookedAt);
    }

    /// Without a hub the thread ends: it would hold on to this library's class loader. Unless what a hub has left behind waits
    /// for a thread.
    private static synchronized boolean mayEnd() {
        if (WATCHES.isEmpty() && !Leftovers.retry()) {
            thread = null;
            return true;
        }
        return false;
    }

    /// Says that it sleeps, and looks once more a while later, when what any hub began before it read that can be seen.
    private static void sleep() {
        asleep = true;
        LockSupport.parkNanos(LOOK_NANOS);
        if (look(System.nanoTime())) {
            asleep = false;
        }
        while (asleep) {
            long nanos = nanosUntilDue();
            if (nanos <= 0) {
                asleep = false;
            } else {
                LockSupport.parkNanos(Times.sum(nanos, LOOK_NANOS));
            }
        }
    }

    /// Until a host has to give a turn that it was asked for, nothing happens by itself.
    private static long nanosUntilDue() {
        long nanos = Times.FOREVER;
        for (StuckWatch watch : WATCHES) {
            nanos = Math.min(nanos, watch.nanosUntilDue());
        }
        return nanos;
    }

    /// @param now the time; what the thread was late by is time in which nobody is to blame
    /// @return whether any hub does something
    private static boolean look(long now) {
        boolean busy = false;
        for (StuckWatch watch : WATCHES) {
            try {
                busy |= watch.look(now - lateNanos, lateNanos);
            } catch (Throwable e) {
                Logs.log(Level.ERROR, "Looking after " + watch + " failed.", e);
            }
        }
        return busy;
    }
}
