package io.anyloop.kernel;

import io.anyloop.jdk.ThreadBodies;

/// What a greenlet's thread runs, and how the greenlet is found again by its thread.
public record Mount(Strand<?> greenlet) implements Runnable, Thread.UncaughtExceptionHandler {
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

    /// The greenlet of a virtual thread, or null, from any thread. It is found by what its thread runs, which costs no memory and no
    /// look-up.
    static Strand<?> greenletOf(Thread thread) {
        if (ThreadBodies.ARE_KNOWN) {
            return ThreadBodies.of(thread) instanceof Mount mount ? mount.greenlet() : null;
        }
        return search(thread);
    }

    /// Where this Java does not tell what a thread runs: the handler of uncaught exceptions knows, and where a program has put
    /// its own there, the roster.
    private static Strand<?> search(Thread thread) {
        if (thread.getUncaughtExceptionHandler() instanceof Mount mount
                && mount.greenlet().thread == thread) {
            return mount.greenlet();
        }
        Engine hub = Hubs.carrying();
        return hub == null ? null : hub.roster.find(thread);
    }

    /// Whether a handler is one that somebody gave to the thread.
    public static boolean isGiven(Thread thread, Thread.UncaughtExceptionHandler handler) {
        return !(handler instanceof Mount) && handler != thread.getThreadGroup();
    }
}
