package io.anyloop;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Looks after a host whose thread waits for a lock that only a greenlet of it can pass on, and would wait for ever: a
/// greenlet may hold it while it waits for something else, or be the next in line for it (decision 0040). The hub then has
/// turns on a thread made for that, in which greenlets run, and nothing else. Looks on the thread of the [Watchdog].
final class Rescue {
    /// So long a host's thread stands at a lock before it is helped.
    private static final long PATIENCE_NANOS = 50_000_000;

    /// So often a hub has a turn elsewhere before it is looked at anew: many greenlets may be in line.
    private static final int ROUNDS = 100;

    /// So many greenlets are shown in a report.
    private static final int SHOWN = 10;

    private static final long REPORT_NANOS = 10_000_000_000L;

    private final Hub hub;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private int turnsSeen;
    private long standsSince;
    private long reportedAt;
    private boolean isReported;

    Rescue(Hub hub) {
        this.hub = hub;
    }

    /// Notes what the host does, and helps it where it stands.
    ///
    /// @param isTurnDue whether the host has been asked for a turn that it does not give
    /// @param comesHome whether a greenlet waits for a turn that made a call elsewhere: it may have the lock, though it never waits
    ///     with it on the host's thread, so the host is helped at once, and nobody is told
    /// @param turns counts the turns that it gave
    /// @param turnElsewhere gives the hub one turn on the caller's thread
    void look(
            long now,
            Thread host,
            boolean isTurnDue,
            boolean comesHome,
            IntSupplier turns,
            Runnable turnElsewhere) {
        int seen = turns.getAsInt();
        if (!isTurnDue || seen != turnsSeen || !waitsForLock(host)) {
            turnsSeen = seen;
            standsSince = now;
        } else if ((comesHome || now - standsSince >= PATIENCE_NANOS)
                && isUnderWay.compareAndSet(false, true)) {
            try {
                if (!comesHome) {
                    report(now, host);
                }
                startDaemon(() -> help(host, () -> turns.getAsInt() == seen, turnElsewhere));
            } catch (Throwable e) { // No thread is to be had, perhaps: the next look tries again.
                isUnderWay.set(false);
                throw e;
            }
        }
    }

    private void help(Thread host, BooleanSupplier stands, Runnable turnElsewhere) {
        try {
            for (int i = 0; i < ROUNDS && stands.getAsBoolean() && waitsForLock(host); i++) {
                turnElsewhere.run();
                pause();
            }
        } finally {
            isUnderWay.set(false);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            // Nobody has a reason to; it just looks earlier.
        }
    }

    private static void startDaemon(Runnable task) {
        PlatformThreads.start(PlatformThreads.daemon("anyloop-rescue", task));
    }

    /// Whether a thread waits for a lock, of whatever kind the JDK has.
    private static boolean waitsForLock(Thread thread) {
        if (thread == null) {
            return false;
        }
        return switch (thread.getState()) {
            case BLOCKED -> true;
            case WAITING, TIMED_WAITING -> {
                Object blocker = LockSupport.getBlocker(thread);
                yield blocker instanceof AbstractOwnableSynchronizer
                        || blocker instanceof StampedLock;
            }
            default -> false;
        };
    }

    /// Tells of it, now and then, on a thread of its own: the logger's locks may be what it is about.
    private void report(long now, Thread host) {
        if (isReported && now - reportedAt < REPORT_NANOS) {
            return;
        }
        if (PlatformThreads.log(
                Level.WARNING, message(hub, host, "They had a turn on another thread."))) {
            isReported = true;
            reportedAt = now;
        }
    }

    /// @param afterwards a sentence that tells what becomes of it
    static String message(Hub hub, Thread thread, String afterwards) {
        StringBuilder text = new StringBuilder();
        text.append(
                "The thread %s of hub %s waits for a lock in a callback, or in code of the JDK's, and so none of its greenlets runs, perhaps the one that has the lock. %s Callbacks and greenlets of one thread must not share locks: put the callback into a greenlet.%n"
                        .formatted(thread.getName(), hub.name(), afterwards));
        addStack(text, thread.toString(), thread);
        for (Greenlet<?> greenlet : hub.roster.snapshot().stream().limit(SHOWN).toList()) {
            addStack(text, greenlet.toString(), greenlet.thread);
        }
        return text.toString();
    }

    private static void addStack(StringBuilder text, String name, Thread thread) {
        text.append(name).append(", ").append(thread.getState()).append(System.lineSeparator());
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("    at ").append(frame).append(System.lineSeparator());
        }
    }
}
