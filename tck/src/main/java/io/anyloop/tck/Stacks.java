package io.anyloop.tck;

import java.util.Map;

/// The stacks of all platform threads, for a case that hangs.
final class Stacks {
    private Stacks() {}

    static String all() {
        var text = new StringBuilder("All threads:\n");
        Thread.getAllStackTraces().entrySet().forEach(entry -> append(text, entry));
        return text.toString();
    }

    private static void append(StringBuilder text, Map.Entry<Thread, StackTraceElement[]> entry) {
        Thread thread = entry.getKey();
        text.append("\"%s\" %s%n".formatted(thread.getName(), thread.getState()));
        for (StackTraceElement frame : entry.getValue()) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
