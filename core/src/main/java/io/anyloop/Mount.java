package io.anyloop;

/// What a greenlet's thread runs, and how the greenlet is found again by its thread.
record Mount(Greenlet<?> greenlet) implements Runnable, Thread.UncaughtExceptionHandler {
    @Override
    public void run() {
        try {
            greenlet.main();
        } catch (Throwable e) {
            greenlet.hub.report(greenlet, e);
        }
    }

    /// Where a Java does not tell what a thread runs: then this finds the greenlet as its thread's handler.
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        greenlet.hub.report(greenlet, failure);
    }

    /// Whether a handler is one that somebody gave to the thread.
    static boolean isGiven(Thread thread, Thread.UncaughtExceptionHandler handler) {
        return !(handler instanceof Mount) && handler != thread.getThreadGroup();
    }
}
