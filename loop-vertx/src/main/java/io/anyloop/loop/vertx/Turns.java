package io.anyloop.loop.vertx;

import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Asks an event loop of Netty's for turns, and counts them as one as long as none has begun.
///
/// Netty runs its tasks until there are none, for up to a second, before it looks at its channels and timers again. A
/// turn that is asked for while another runs must not keep it from that look: it comes after it, or, where the host's own
/// tasks keep it from that, among them.
final class Turns {
    private static final int IDLE = 0;
    private static final int ASKED = 1;
    private static final int RUNNING = 2;
    private static final int AGAIN = 3;

    private final IoEventLoop eventLoop;

    /// The same, if it can tell when it has run its tasks; else null.
    private final SingleThreadEventLoop iterating;

    private final Runnable turn;
    private final Consumer<RejectedExecutionException> onRefusal;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final Runnable task = this::runIfAsked;
    private final Runnable nextIteration = this::nextIteration;
    private final Runnable amongTasks = this::amongTasks;

    /// Whether [#nextIteration] waits for its moment. Loop's thread only.
    private boolean comesAfterTasks;

    /// For an event loop.
    ///
    /// @param turn runs on the event loop's thread
    /// @param onRefusal hears, on any thread, that the event loop takes no tasks any more
    Turns(IoEventLoop eventLoop, Runnable turn, Consumer<RejectedExecutionException> onRefusal) {
        this.eventLoop = eventLoop;
        this.iterating = eventLoop instanceof SingleThreadEventLoop single ? single : null;
        this.turn = turn;
        this.onRefusal = onRefusal;
    }

    /// Asks for a turn. Any thread.
    void ask() {
        while (true) {
            int now = state.get();
            // An exchange even where nothing changes: what was written before this call must be
            // seen by the turn that answers it.
            int next = now == IDLE ? ASKED : now == RUNNING ? AGAIN : now;
            if (state.compareAndSet(now, next)) {
                if (now == IDLE) {
                    post(task);
                }
                return;
            }
        }
    }

    private void post(Runnable what) {
        try {
            eventLoop.execute(what);
        } catch (RejectedExecutionException e) {
            onRefusal.accept(e);
        }
    }

    /// A turn now, unless one was asked for and will come. Loop's thread only, in a task of its own.
    void runNow() {
        if (state.compareAndSet(IDLE, ASKED)) {
            runIfAsked();
        }
    }

    /// Does what asks for a turn, and takes that turn at once. Not where one was asked for already, or is under way: those who
    /// asked come first. Loop's thread only.
    ///
    /// @return whether it was done
    boolean runAtOnce(Runnable asking) {
        if (!state.compareAndSet(IDLE, ASKED)) {
            return false;
        }
        try {
            asking.run();
        } finally {
            runIfAsked();
        }
        return true;
    }

    /// Whether a turn is under way. Any thread.
    boolean isRunning() {
        return state.get() >= RUNNING;
    }

    private void runIfAsked() {
        if (!state.compareAndSet(ASKED, RUNNING)) {
            return;
        }
        try {
            turn.run();
        } finally {
            if (!state.compareAndSet(RUNNING, IDLE)) {
                state.getAndSet(ASKED);
                askAgain();
            }
        }
    }

    private void askAgain() {
        if (iterating == null) {
            post(task);
            return;
        }
        boolean hostHasTasks = iterating.pendingTasks() > (comesAfterTasks ? 1 : 0);
        if (!comesAfterTasks) {
            comesAfterTasks = true;
            afterTasks(nextIteration);
        }
        if (hostHasTasks) {
            post(amongTasks);
        }
    }

    private void afterTasks(Runnable what) {
        try {
            iterating.executeAfterEventLoopIteration(what);
        } catch (RejectedExecutionException e) {
            onRefusal.accept(e);
        }
    }

    private void nextIteration() {
        comesAfterTasks = false;
        if (state.get() == ASKED) {
            post(task);
        }
    }

    /// The host had tasks when a turn was asked for again. If it still has some, it may go on like that.
    private void amongTasks() {
        if (!comesAfterTasks || iterating.pendingTasks() > 1) {
            runIfAsked();
        }
    }
}
