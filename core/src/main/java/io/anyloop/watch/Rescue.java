package io.anyloop.watch;

import io.anyloop.jdk.PlatformThreads;
import io.anyloop.jdk.ProcessorTime;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.HostedCarrier;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;

/// Looks after a host whose thread waits for a lock that only a greenlet of it can pass on, and would wait for ever: a
/// greenlet may hold it while it waits for something else, or be the next in line for it (decision 0040). So may one who asks the
/// host for a turn, if the host takes a lock for that. The hub then has turns on a thread made for that, in which greenlets run, and
/// nothing else. Looks on the thread of the [Watchdog].
final class Rescue {
    /// So long a host's thread stands at a lock before it is helped.
    private static final long PATIENCE_NANOS = 50_000_000;

    /// So long somebody stands there who asks a host which may wait for events.
    private static final long PATIENCE_WITH_EVENTS_NANOS = 1_000_000_000;

    /// Who uses less than this part of a processor waits for something.
    private static final int RUNS_SHARE = 5;

    /// So often a hub has a turn elsewhere before it is looked at anew: many greenlets may be in line.
    private static final int ROUNDS = 100;

    /// So many greenlets are shown in a report.
    private static final int SHOWN = 10;

    private static final long REPORT_NANOS = 10_000_000_000L;

    private final Engine hub;
    private HostedCarrier guest;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private int turnsSeen;

    /// Who stood at a lock at the last look.
    private Thread stands;

    private long standsSince;

    /// How much processor time the host had used by then.
    private long usedBefore;

    private long reportedAt;
    private boolean isReported;

    Rescue(Engine hub) {
        this.hub = hub;
    }

    /// Notes what the host does, and helps it where it stands.
    ///
    /// @param isTurnDue whether the host has been asked for a turn that it does not give
    void look(HostedCarrier host, long now, boolean isTurnDue) {
        guest = host;
        // A greenlet that made a call elsewhere may have the lock, though it never waits with it on
        // the host's thread. So the host is helped at once, and nobody is told.
        boolean comesHome = guest.isAwaitedAtHome();
        int seen = guest.turns();
        Thread standing = isTurnDue && seen == turnsSeen ? whoStands() : null;
        turnsSeen = seen;
        if (standing == null) {
            stands = null;
        } else if (standing != stands) {
            begin(now, standing);
        } else if ((comesHome || isTooLong(now)) && isUnderWay.compareAndSet(false, true)) {
            try {
                if (!comesHome) {
                    report(now, standing);
                }
                startDaemon(() -> help(seen));
            } catch (Throwable e) { // No thread is to be had, perhaps: the next look tries again.
                isUnderWay.set(false);
                throw e;
            }
        }
    }

    /// A thread for which a turn may not begin, since it stands at a lock: the host's own, or one that asks for the turn. Null if there
    /// is none.
    private Thread whoStands() {
        Thread own = guest.host();
        if (own == null || waitsForLock(own)) {
            return own;
        }
        for (Thread one : guest.asking()) {
            if (waitsForLock(one)) {
                return one;
            }
        }
        return null;
    }

    private void begin(long now, Thread standing) {
        stands = standing;
        standsSince = now;
        Thread host = guest.host();
        usedBefore = host == standing ? 0 : ProcessorTime.of(host);
    }

    /// A host that looks as if it ran may wait for something of the system's, as for events.
    private boolean isTooLong(long now) {
        long nanos = now - standsSince;
        Thread host = guest.host();
        if (host == stands || host.getState() != Thread.State.RUNNABLE) {
            return nanos >= PATIENCE_NANOS;
        }
        if (nanos < PATIENCE_WITH_EVENTS_NANOS) {
            return false;
        }
        boolean runs = (ProcessorTime.of(host) - usedBefore) * RUNS_SHARE >= nanos;
        if (runs) {
            begin(now, stands);
        }
        return !runs;
    }

    /// @param turnsBefore how many turns the host had given when it was seen to stand
    private void help(int turnsBefore) {
        try {
            for (int i = 0;
                    i < ROUNDS && guest.turns() == turnsBefore && whoStands() != null;
                    i++) {
                guest.turnElsewhere();
                pause();
            }
        } finally {
            isUnderWay.set(false);
        }
        guest.signal(); // Last, since this thread may stand at the host's lock then.
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
    static boolean waitsForLock(Thread thread) {
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
    private void report(long now, Thread standing) {
        if (isReported && now - reportedAt < REPORT_NANOS) {
            return;
        }
        String message =
                standing == guest.host()
                        ? message(hub, standing, "They had a turn on another thread.")
                        : messageOfAsking(standing);
        if (PlatformThreads.log(Level.WARNING, message)) {
            isReported = true;
            reportedAt = now;
        }
    }

    private String messageOfAsking(Thread asking) {
        return withStacks(
                "The thread %s asks the host of hub %s for a turn, and waits for a lock there. First in line may be a greenlet of the hub, which nobody runs until that turn. So its greenlets had a turn on another thread. Have greenlets give tasks to the host's executor, or use what else takes that lock, only where no other thread does.%n"
                        .formatted(asking.getName(), hub.name()),
                hub,
                asking);
    }

    /// @param afterwards a sentence that tells what becomes of it
    static String message(Engine hub, Thread thread, String afterwards) {
        return withStacks(
                "The thread %s of hub %s waits for a lock in a callback, or in code of the JDK's, and so none of its greenlets runs, perhaps the one that has the lock. %s Callbacks and greenlets of one thread must not share locks: put the callback into a greenlet.%n"
                        .formatted(thread.getName(), hub.name(), afterwards),
                hub,
                thread);
    }

    private static String withStacks(String sentences, Engine hub, Thread thread) {
        StringBuilder text = new StringBuilder(sentences);
        addStack(text, thread.toString(), thread);
        for (Strand<?> greenlet : hub.roster().snapshot().stream().limit(SHOWN).toList()) {
            addStack(text, greenlet.toString(), Strands.thread(greenlet));
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
