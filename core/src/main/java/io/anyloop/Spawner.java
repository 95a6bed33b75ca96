package io.anyloop;

import java.time.Duration;
import java.util.List;

/// Where greenlets come from and where they are, for people. A greenlet keeps its spawner's number and not the spawner,
/// or a chain of them would never be collected.
final class Spawner {
    private static final int FRAMES = 10;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private static Long lastSpawner = 0L;

    /// A spawner's number and its stack.
    private record Origin(long threadId, List<StackWalker.StackFrame> frames) {}

    private Spawner() {}

    /// What to keep of the caller.
    static Object note(Tracking tracking) {
        return switch (tracking) {
            case NONE -> null;
            case SPAWNER -> boxed(Thread.currentThread().threadId());
            case STACK -> new Origin(Thread.currentThread().threadId(), here());
        };
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
                frames.dropWhile(frame -> isOurs(frame.getClassName())).limit(FRAMES).toList());
    }

    private static boolean isOurs(String type) {
        return type.startsWith("io.anyloop.") && type.lastIndexOf('.') == "io.anyloop".length();
    }

    /// The name of a greenlet, or of another thread, that has none.
    static String name(long threadId) {
        return "greenlet-" + threadId;
    }

    /// The name of any thread, for people.
    static String nameOf(Thread thread) {
        if (thread.isVirtual() && thread.getName().isEmpty()) {
            return name(thread.threadId());
        }
        return thread.getName();
    }

    /// A greenlet for people; its result could be long and is left out.
    static String text(Greenlet<?> greenlet) {
        Outcome<?> how = greenlet.outcome;
        return "Greenlet[%s, %s]"
                .formatted(
                        greenlet.name(),
                        how instanceof Outcome.Returned
                                ? "Returned"
                                : how == null ? greenlet.state() : how);
    }

    private static String describe(Object note) {
        return switch (note) {
            case null -> "";
            case Origin origin -> "thread " + origin.threadId();
            default -> "thread " + note;
        };
    }

    private static List<String> stack(Object note) {
        return note instanceof Origin origin
                ? origin.frames().stream().map(StackWalker.StackFrame::toString).toList()
                : List.of();
    }

    /// What a greenlet waits on, since when, and where it comes from. Any thread; elsewhere than on the hub it is a
    /// snapshot.
    static HubDump.Entry describe(Greenlet<?> greenlet, long now) {
        Deadline on = greenlet.waiting;
        return new HubDump.Entry(
                greenlet.id,
                greenlet.name(),
                greenlet.state(),
                on == null ? place(greenlet.thread) : on.toString(),
                on == null ? Duration.ZERO : Duration.ofNanos(now - greenlet.waitingSince),
                describe(greenlet.spawnedBy),
                stack(greenlet.spawnedBy));
    }

    /// Where a thread is that does not wait at a call of ours: its state, and the innermost frame that tells something.
    static String place(Thread thread) {
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
