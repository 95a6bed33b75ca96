package io.anyloop.adopt;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.base.Ours;
import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.jdk.Exits;
import io.anyloop.kernel.Mount;
import io.anyloop.kernel.Strands;
import java.util.concurrent.Callable;

/// A program's `main`, as a greenlet. The virtual machine's own main thread waits for it, and ends as it ends.
final class Main {
    static final String NAME = "main";

    private final Hub hub;
    private volatile Greenlet<?> greenlet;
    private volatile Thread.UncaughtExceptionHandler given;

    Main(Hub hub) {
        this.hub = hub;
    }

    /// Null until it begins.
    Greenlet<?> greenlet() {
        return greenlet;
    }

    boolean isOn(Thread thread) {
        Greenlet<?> known = greenlet;
        return known != null && known.thread() == thread;
    }

    /// Runs it, on the virtual machine's main thread. What it throws comes out of here, so the virtual machine says so and ends with 1.
    void run(Callable<?> program) {
        Body<Object, Throwable> body = () -> run(program, Thread.currentThread());
        Greenlet<Object> main = hub.unstarted(body);
        Strands.hear(main);
        Strands.standAlone(main);
        Strands.obeyInterrupts(main);
        main.thread().setName(NAME);
        greenlet = main;
        main.start();
        main.join();
        if (Strands.outcome(main) instanceof Outcome.Failed<?>(Throwable failure)
                && !isOfTheEnd(failure)) {
            if (given != null) {
                Thread.currentThread().setUncaughtExceptionHandler(given);
            }
            throw Rethrow.unchecked(withoutOurs(failure));
        }
    }

    /// Notes a handler that it has given to its thread: that hears of its failure, as without a hub.
    private Object run(Callable<?> program, Thread thread) throws Exception {
        try {
            return program.call();
        } finally {
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            if (Mount.isGiven(thread, handler)) {
                given = handler;
            }
        }
    }

    private static boolean isOfTheEnd(Throwable failure) {
        return failure instanceof GreenletExit
                || failure instanceof HubClosedException && Exits.areUnderWay();
    }

    /// Its stack ends with its `main`, as without a hub.
    private static Throwable withoutOurs(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        int end = stack.length;
        while (end > 0 && isBelowMain(stack[end - 1])) {
            end--;
        }
        if (end > 0 && end < stack.length) {
            StackTraceElement[] shown = new StackTraceElement[end];
            System.arraycopy(stack, 0, shown, 0, end);
            failure.setStackTrace(shown);
        }
        return failure;
    }

    private static boolean isBelowMain(StackTraceElement frame) {
        String type = frame.getClassName();
        return Ours.has(type)
                || type.startsWith("java.lang.")
                || type.startsWith("jdk.internal.")
                || type.startsWith("sun.nio.ch.Anyloop");
    }
}
