package io.anyloop;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;

/// Looks after hosts whose thread waits for a lock that only a greenlet of theirs can pass on, and would wait for ever: a
/// greenlet may hold it while it waits for something else, or be the next in line for it (decision 0040). The hub then has a
/// turn on this thread, in which greenlets run, and nothing else.
final class Rescue {
    private static final long LOOK_MILLIS = 50;

    /// So often a hub has a turn elsewhere before the next one is looked after: many greenlets may be in line.
    static final int ROUNDS = 100;

    /// So many greenlets are shown in a report.
    private static final int SHOWN = 10;

    private static final long REPORT_NANOS = 10_000_000_000L;
    private static final AtomicBoolean LOOKS = new AtomicBoolean();

    private Rescue() {}

    /// Sees to it that somebody looks, as long as there are hubs with a host.
    static void begin() {
        if (LOOKS.compareAndSet(false, true)) {
            Thread thread = new Thread(Rescue::look, "anyloop-rescue");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void look() {
        do {
            pause(LOOK_MILLIS);
            Hubs.forEachHosted(Rescue::look);
        } while (Hubs.isAnyHosted() || stops());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // Nobody has a reason to; it just looks earlier.
        }
    }

    /// Stops looking, unless a hub has come meanwhile.
    ///
    /// @return whether to go on
    private static boolean stops() {
        LOOKS.set(false);
        return Hubs.isAnyHosted() && LOOKS.compareAndSet(false, true);
    }

    private static void look(Hub hub) {
        if (hub.seat.carrier() instanceof HostedCarrier carrier) {
            carrier.lookAfter();
        }
    }

    /// Whether a thread waits for a lock, of whatever kind the JDK has.
    static boolean waitsForLock(Thread thread) {
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

    /// What a look has found out about one host.
    static final class Patient {
        private int turnsSeen;
        private boolean isSuspect;
        private long reportedAt;
        private boolean isReported;

        /// Whether the host stands at a lock since the last look, though a turn is due.
        boolean isStuck(Thread host, int turns, boolean isTurnDue) {
            boolean stands = isTurnDue && turns == turnsSeen && host != null && waitsForLock(host);
            turnsSeen = turns;
            boolean stuck = stands && isSuspect;
            isSuspect = stands;
            return stuck;
        }

        /// Tells of it, now and then, on a thread of its own: the logger's locks may be what it is about.
        void report(Hub hub, Thread host) {
            long now = System.nanoTime();
            if (isReported && now - reportedAt < REPORT_NANOS) {
                return;
            }
            isReported = true;
            reportedAt = now;
            String message = message(hub, host);
            Thread logger = new Thread(() -> Hub.log(Level.WARNING, message, null));
            logger.setDaemon(true);
            logger.start();
        }

        private static String message(Hub hub, Thread host) {
            StringBuilder text = new StringBuilder();
            text.append(
                    "The thread %s of hub %s waits for a lock in a callback, and so none of its greenlets runs, perhaps the one that has the lock. They had a turn on another thread. Callbacks and greenlets of one thread must not share locks: put the callback into a greenlet.%n"
                            .formatted(host.getName(), hub.name()));
            addStack(text, host.toString(), host);
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
}
