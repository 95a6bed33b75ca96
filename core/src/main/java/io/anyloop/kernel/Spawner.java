package io.anyloop.kernel;

import io.anyloop.base.Ours;
import java.time.Duration;
import java.util.List;

/// Where greenlets come from and where they are, for people. A greenlet keeps its spawner's number and not the spawner,
/// or a chain of them would never be collected.
public final class Spawner {
    private static final int FRAMES = 10;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private static Long lastSpawner = 0L;

    /// A spawner's number and its stack.
    private record Origin(long threadId, List<StackWalker.StackFrame> frames) {}

    private Spawner() {}

    /// What to keep of the caller.
    static Object note(Options options) {
        if (options.tracksStack()) {
            return new Origin(Thread.currentThread().threadId(), here());
        }
        return options.tracksSpawner() ? boxed(Thread.currentThread().threadId()) : null;
    }

    /// One box for all that a thread spawns in a row. A race costs a box, no more.
    private static Long boxed(long threadId) {
        Long known = lastSpawner;
        if (known != threadId) {
            known = threadId;
            lastSpawner = known;
        }
        return known;
    }

    private static List<StackWalker.StackFrame> here() {
        return WALKER.walk(frames ->
                frames.dropWhile(frame -> Ours.has(frame.getClassName())).limit(FRAMES).toList());
    }

    /// The name of a greenlet, or of another thread, that has none.
    public static String name(long threadId) {
        return "greenlet-" + threadId;
    }

    /// The name of any thread, for people.
    public static String nameOf(Thread thread) {
        if (thread.isVirtual() && thread.getName().isEmpty()) {
            return name(thread.threadId());
        }
        return thread.getName();
    }

    /// The thread that spawned a greenlet, for people; empty if that is not tracked.
    public static String spawnedBy(Strand<?> greenlet) {
        return switch (greenlet.spawnedBy) {
            case null -> "";
            case Origin origin -> "thread " + origin.threadId();
            default -> "thread " + greenlet.spawnedBy;
        };
    }

    /// Where it was spawned, the innermost frame first; empty if that is not tracked.
    public static List<String> spawnStack(Strand<?> greenlet) {
        return greenlet.spawnedBy instanceof Origin origin
                ? origin.frames().stream().map(StackWalker.StackFrame::toString).toList()
                : List.of();
    }

    /// What a greenlet waits on, or where its thread is. Any thread; elsewhere than on the hub it is a snapshot.
    public static String waitsOn(Strand<?> greenlet) {
        Deadline on = greenlet.waiting;
        return on == null ? place(greenlet.thread) : on.toString();
    }

    /// For how long it waits at a call of ours; zero if it does not.
    public static Duration waitsSince(Strand<?> greenlet, long now) {
        return greenlet.waiting == null
                ? Duration.ZERO
                : Duration.ofNanos(now - greenlet.waitingSince);
    }

    /// Where a thread is that does not wait at a call of ours: its state, and the innermost frame that tells something.
    public static String place(Thread thread) {
        String state = thread.getState().toString();
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (!isMachinery(frame.getClassName())) {
                return state + " at " + frame;
            }
        }
        return state;
    }

    /// The frames of parking itself, which are the same everywhere.
    private static boolean isMachinery(String type) {
        return type.startsWith("java.lang.VirtualThread")
                || type.startsWith("java.lang.System$")
                || type.startsWith("jdk.internal.")
                || type.equals("java.lang.Thread")
                || type.equals("sun.nio.ch.Poller")
                || type.startsWith("java.util.concurrent.locks.LockSupport")
                || type.startsWith("java.util.concurrent.locks.AbstractQueued")
                || type.equals("java.util.concurrent.ForkJoinPool");
    }
}
