package io.anyloop.jdk;

/// What a hub has to know about the end of the whole program: who has asked for that never comes back.
public final class Exits {
    /// So often who waits for the end of a hub looks whether that of the program has come between.
    public static final long LOOK_NANOS = 20_000_000;

    private Exits() {}

    /// Whether the virtual machine is ending: `System.exit` was called, a signal has come, or the last thread that was no daemon has
    /// gone. There is no other way to ask. Any thread.
    public static boolean areUnderWay() {
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
    public static boolean isCaller(Thread thread) {
        if (thread == null) {
            return false;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }

    /// Has something run at the end of the program, after all hooks of the program's: at once with them where this Java does not let
    /// us in. Any thread.
    public static void afterHooks(Runnable task) {
        if (!HubThreads.runsAfterHooks(task)) {
            try {
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(null, task, "anyloop-exit", 0, false));
            } catch (IllegalStateException e) {
                // The program is ending already.
            }
        }
    }
}
