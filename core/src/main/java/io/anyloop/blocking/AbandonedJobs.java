package io.anyloop.blocking;

import io.anyloop.jdk.PlatformThreads;
import io.anyloop.waiting.Line;
import java.lang.System.Logger.Level;

/// What a pool still runs though nobody waits for it any more, and when that is to be told. Under the pool's guard, unless a method
/// says otherwise.
final class AbandonedJobs {
    private static final long TELL_NANOS = 10_000_000_000L;

    private final Crew crew;
    private int count;

    /// When it was last told that they hold all threads; null if never.
    private Long toldAt;

    AbandonedJobs(Crew crew) {
        this.crew = crew;
    }

    /// Who waited for a task does not any more, and the task goes on. Takes the guard.
    void add(PoolJob<?> job, Line submitters) {
        crew.enterGuard();
        try {
            if (job.isOver) {
                return;
            }
            job.isAbandoned = true;
            count++;
        } finally {
            crew.exitGuard();
        }
        look(submitters);
    }

    /// Tells if they hold all places while others wait for one. Takes the guard.
    void look(Line submitters) {
        int max = crew.max();
        boolean isDue;
        crew.enterGuard();
        try {
            isDue = isToBeTold(max, submitters);
        } finally {
            crew.exitGuard();
        }
        if (isDue) {
            tell();
        }
    }

    /// A task has come to its end.
    void over(PoolJob<?> job) {
        job.isOver = true;
        if (job.isAbandoned) {
            count--;
        }
    }

    private boolean isToBeTold(int max, Line submitters) {
        if (max == 0 || count < max || submitters.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        if (toldAt != null && now - toldAt < TELL_NANOS) {
            return false;
        }
        toldAt = now;
        return true;
    }

    /// Told by a thread of its own: the caller may be about to leave for good, and is most likely a greenlet, whose hub all those
    /// stacks would hold up.
    private void tell() {
        PlatformThreads.log(Level.WARNING, this::message);
    }

    private String message() {
        StringBuilder text = new StringBuilder();
        text.append(
                "All %d threads of the pool %s are held by tasks that nobody waits for any more, since their callers were killed or ran out of time, and %d more wait for a place. Give what blocks there a limit of its own, or resize the pool."
                        .formatted(crew.max(), crew.name, crew.waiting()));
        Thread.getAllStackTraces()
                .forEach((thread, stack) -> {
                    if (crew.has(thread)) {
                        text.append(System.lineSeparator()).append(thread.getName());
                        for (StackTraceElement frame : stack) {
                            text.append(System.lineSeparator()).append("    at ").append(frame);
                        }
                    }
                });
        return text.toString();
    }
}
