package io.anyloop.watch;

import io.anyloop.jdk.Snapshots;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Spawner;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import java.util.ArrayList;
import java.util.List;

/// What another thread is at: its stack, and what it is blocked on. A snapshot. Any thread.
///
/// @param thread whose
/// @param stack the innermost frame first
/// @param lock the monitor it wants to enter; null if none, or if that cannot be told
record ThreadView(Thread thread, StackTraceElement[] stack, Object lock) {

    static ThreadView of(Thread thread) {
        return new ThreadView(thread, thread.getStackTrace(), Snapshots.wantedBy(thread));
    }

    /// What it is blocked on and who holds that, for people; empty if it is not blocked, as far as can be told.
    String blockedOn(Engine hub) {
        Object wanted = lock;
        if (wanted == null) {
            return thread.getState() == Thread.State.BLOCKED ? "blocked on a monitor" : "";
        }
        String what =
                "blocked on the monitor of %s@%x"
                        .formatted(wanted.getClass().getName(), System.identityHashCode(wanted));
        for (Thread other : candidates(hub)) {
            if (other != thread && Snapshots.holds(other, wanted)) {
                return what + ", which " + describe(other) + " holds";
            }
        }
        return what;
    }

    /// Whether a greenlet of a hub is inside a monitor, as far as can be told.
    static boolean isHeldIn(Engine hub, Object monitor) {
        for (Strand<?> greenlet : hub.roster().snapshot()) {
            if (Snapshots.holds(Strands.thread(greenlet), monitor)) {
                return true;
            }
        }
        return false;
    }

    private static List<Thread> candidates(Engine hub) {
        List<Thread> all = new ArrayList<>();
        hub.roster().snapshot().forEach(greenlet -> all.add(Strands.thread(greenlet)));
        all.addAll(Thread.getAllStackTraces().keySet());
        return all;
    }

    private static String describe(Thread holder) {
        StringBuilder text = new StringBuilder(Spawner.nameOf(holder));
        text.append(" (").append(holder.getState());
        for (StackTraceElement frame : holder.getStackTrace()) {
            text.append("\n        at ").append(frame);
        }
        return text.append(")").toString();
    }
}
