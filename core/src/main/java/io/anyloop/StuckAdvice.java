package io.anyloop;

import java.util.List;

/// What to do about something that keeps a hub's thread, as far as its stack tells.
final class StuckAdvice {
    private static final String ELSEWHERE =
            "Another thread carries the hub on; until this one waits, two run at once.";
    private static final String OFFLOAD =
            "Use Hub.offload for code that blocks or computes for long, or yield now and then.";

    private static final String STARVED =
            "That is little, and it waits for nothing that Java knows of: this machine may have too few processors for what runs on it, or something in the system or the virtual machine was slow, as a disk is. Look at the load of the machine first; Hub.offload spares the hub the second.";

    /// Who has a processor for less than this part of the time does not compute.
    private static final int FEW = 4;

    private StuckAdvice() {}

    static String of(StuckReport report) {
        if (report.handedOver()) {
            return ELSEWHERE;
        }
        if (!report.hub().engine.isHosted()
                || !isPinned(report.stack().toArray(new StackTraceElement[0]))) {
            return isStarved(report) ? STARVED : OFFLOAD;
        }
        String initialised = initialised(report.stack());
        return initialised == null ? pinned(report.stack()) : pinnedBy(initialised);
    }

    private static boolean isStarved(StuckReport report) {
        return report.onProcessor() != null
                && report.onProcessor().multipliedBy(FEW).compareTo(report.time()) < 0
                && report.blockedOn().isEmpty()
                && report.stack().stream().limit(1).noneMatch(StuckAdvice::waits);
    }

    /// Whether a frame at the top is a wait of Java's.
    private static boolean waits(StackTraceElement top) {
        return switch (top.getClassName()) {
            case "java.lang.Object" -> top.getMethodName().startsWith("wait");
            case "java.lang.Thread" -> top.getMethodName().startsWith("sleep");
            case "jdk.internal.misc.Unsafe" -> top.getMethodName().equals("park");
            default -> false;
        };
    }

    /// Whether a virtual thread parks the thread that carries it.
    static boolean isPinned(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getMethodName().equals("parkOnCarrierThread")) {
                return true;
            }
        }
        return false;
    }

    /// The class whose initialiser is furthest in, or null.
    private static String initialised(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> frame.getMethodName().equals("<clinit>"))
                .map(StackTraceElement::getClassName)
                .findFirst()
                .orElse(null);
    }

    private static String pinnedBy(String name) {
        return ("It waits in the initialiser of class %s, which no virtual thread can leave, and the thread is the host's: its callbacks wait as well."
                        + " Have the class initialised before, where that holds up nobody: Hub.offload(() -> Class.forName(\"%s\")).")
                .formatted(name, name);
    }

    private static String pinned(List<StackTraceElement> stack) {
        String below =
                stack.stream()
                        .filter(frame -> frame.isNativeMethod() && !isOfThreads(frame))
                        .map(frame -> ", " + frame.getClassName() + "." + frame.getMethodName())
                        .findFirst()
                        .orElse("");
        return "It waits below native code%s, which no virtual thread can leave, and the thread is the host's: its callbacks wait as well. Use Hub.offload for what calls it."
                .formatted(below);
    }

    private static boolean isOfThreads(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("jdk.internal.") || type.startsWith("java.lang.VirtualThread");
    }
}
