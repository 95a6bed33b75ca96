package io.anyloop;

/// What a hub has to know about the end of the whole program: who has asked for that never comes back.
final class Exits {
    /// So often who waits for the end of a hub looks whether that of the program has come between.
    static final long LOOK_NANOS = 20_000_000;

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

    /// Whether the thread of a hub has asked for it, in a callback or with a greenlet that cannot leave it: nothing runs on the hub
    /// any more. Any thread.
    static boolean hold(Hub hub) {
        Thread own = hub.seat.thread();
        return own != null
                && areUnderWay()
                && (isCaller(own)
                        || hub.roster.snapshot().stream().anyMatch(one -> holds(one, own)));
    }

    /// Not one that is only about to leave its thread, which can run then.
    private static boolean holds(Greenlet<?> greenlet, Thread own) {
        return HubThreads.isCarriedBy(greenlet.thread, own)
                && greenlet.thread.getState() != Thread.State.RUNNABLE
                && isCaller(greenlet.thread)
                && HubThreads.isCarriedBy(greenlet.thread, own);
    }
}
