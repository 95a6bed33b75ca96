package io.anyloop;

/// What a hub has to know about the end of the whole program: who has asked for that never comes back.
final class Exits {
    private Exits() {}

    /// Whether the virtual machine is ending: `System.exit` was called, a signal has come, or the last thread that was no daemon has
    /// gone. There is no other way to ask. Any thread.
    static boolean areUnderWay() {
        Thread unused = PlatformThreads.daemon("anyloop-unused", () -> {});
        try {
            Runtime.getRuntime().addShutdownHook(unused);
            Runtime.getRuntime().removeShutdownHook(unused);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /// Whether a thread has asked for it, and so waits for the end of all hooks and does not end itself. Any thread.
    static boolean isCaller(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }
}
