package io.anyloop;

import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.kernel.Mount;
import io.anyloop.kernel.Strands;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/// Makes threads that are greenlets of a hub, for those who start them by `Thread.start`. The greenlet joins the hub with
/// the thread's first step.
record GreenletThreads(Hub hub) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable task) {
        Objects.requireNonNull(task, "A thread needs a task to run.");
        hub.engine.requireOpen("A new thread");
        Greenlet<?> greenlet = hub.unstarted(Strands.bodyOf(() -> run(task)));
        Strands.obeyInterrupts(greenlet);
        return greenlet.thread();
    }

    /// Whoever has given the thread a handler of its own hears of the failure instead of the hub, as with any thread.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            Throwable failure = Greenlet.unmasked(e);
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            if (!Mount.isGiven(thread, handler) || failure instanceof GreenletExit) {
                throw Rethrow.unchecked(failure);
            }
            handler.uncaughtException(thread, failure);
        }
    }
}
