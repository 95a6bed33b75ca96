package io.anyloop.jdk;

import io.anyloop.base.Logs;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/// The one place in which this library starts platform threads. Where the system gives none, it is said what ran out and what to
/// do; whoever starts one undoes what it has begun (decision 0080).
public final class PlatformThreads {
    /// Comes before each start; null for nothing. The tests have it fail as the system does.
    static volatile Runnable beforeStart;

    private PlatformThreads() {}

    /// Starts a thread. One that could not be started is as new, and can be started later.
    ///
    /// @throws IllegalStateException if the system gives no thread
    public static void start(Thread thread) {
        start(thread, null);
    }

    /// As [#start(Thread)], for a thread whose own `start` leads here.
    ///
    /// @param start null for its own
    public static void start(Thread thread, Runnable start) {
        try {
            Runnable before = beforeStart;
            if (before != null) {
                before.run();
            }
            if (start == null) {
                thread.start();
            } else {
                start.run();
            }
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException(noThread(thread.getName(), e), e);
        }
    }

    private static String noThread(String name, OutOfMemoryError cause) {
        return "The system gives no thread for %s: %s. Raise the limit of threads (ulimit -u, or that of the container) or of memory, or let this program use fewer, and try again."
                .formatted(name, cause.getMessage());
    }

    /// A thread that keeps neither the program alive nor anything of its maker's.
    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /// As [#daemon], for an executor, which starts it in its own way.
    public static Thread daemonOfPool(String name, Runnable task) {
        Thread thread = new OfPool(name, task);
        thread.setDaemon(true);
        return thread;
    }

    private static final class OfPool extends Thread {
        OfPool(String name, Runnable task) {
            super(null, task, name, 0, false);
        }

        @Override
        public void start() {
            PlatformThreads.start(this, super::start);
        }
    }

    /// Logs on a thread of its own: the caller may be a hub's thread, and a logger's lock may be held by a greenlet that is parked.
    ///
    /// @return false if the system gives no thread
    public static boolean log(Level level, String message) {
        return log(level, () -> message);
    }

    /// As [#log(Level, String)], for a message that is made on that thread, too.
    public static boolean log(Level level, Supplier<String> message) {
        return logging(level, message) != null;
    }

    /// As [#log(Level, Supplier)].
    ///
    /// @return the thread that logs; null if the system gives none
    public static Thread logging(Level level, Supplier<String> message) {
        Thread logger = daemon("anyloop-log", () -> Logs.log(level, message.get(), null));
        try {
            start(logger);
            return logger;
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
