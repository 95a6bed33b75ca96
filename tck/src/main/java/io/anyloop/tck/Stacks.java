package io.anyloop.tck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Where threads are, for a case that hangs: first those that it made, then others, and last what is Java's own.
final class Stacks {
    private static final Comparator<Thread> BY_AGE = Comparator.comparingLong(Thread::threadId);
    private static final Set<String> GROUPS_OF_JAVA = Set.of("system", "InnocuousThreadGroup");

    /// Threads of Java's that have their groups from whoever needed them first.
    private static final List<String> NAMES_OF_JAVA =
            List.of("AWT-Shutdown", "AWT-XAWT", "Java2D", "process reaper", "Cleaner-");

    private Stacks() {}

    static String all() {
        var all = Thread.getAllStackTraces();
        return of("All threads:", all.keySet().stream().sorted(BY_AGE).toList(), all);
    }

    /// @param ofCase the thread that the case began on; numbers of threads grow, so it is the oldest that is the case's
    static String since(Thread ofCase) {
        var all = Thread.getAllStackTraces();
        all.computeIfAbsent(ofCase, Thread::getStackTrace);
        var made = new ArrayList<Thread>();
        var others = new ArrayList<Thread>();
        var java = new ArrayList<Thread>();
        for (Thread thread : all.keySet().stream().sorted(BY_AGE).toList()) {
            boolean isNew = thread.threadId() >= ofCase.threadId();
            (isOfJava(thread) ? java : isNew ? made : others).add(thread);
        }
        return of("Threads of the case:", made, all)
                + of("Other threads:", others, all)
                + of("Threads of Java itself:", java, all);
    }

    private static boolean isOfJava(Thread thread) {
        var group = thread.getThreadGroup();
        return group == null
                || GROUPS_OF_JAVA.contains(group.getName())
                || NAMES_OF_JAVA.stream().anyMatch(thread.getName()::startsWith);
    }

    private static String of(
            String title, List<Thread> threads, Map<Thread, StackTraceElement[]> stacks) {
        var text = new StringBuilder();
        for (var thread : threads) {
            append(text, thread.getName(), thread, stacks.get(thread));
        }
        return text.isEmpty() ? "" : title + '\n' + text;
    }

    static void append(StringBuilder text, String name, Thread thread, StackTraceElement[] stack) {
        text.append("\"%s\" #%d %s".formatted(name, thread.threadId(), thread.getState()));
        var blocker = LockSupport.getBlocker(thread);
        if (blocker != null) {
            text.append(" on a ").append(blocker.getClass().getName());
        }
        text.append('\n');
        for (var frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
