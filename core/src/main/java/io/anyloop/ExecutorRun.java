package io.anyloop;

import io.anyloop.exceptions.GreenletExit;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Strands;
import java.util.concurrent.atomic.AtomicBoolean;

/// One task of a [GreenletExecutor], and the greenlet that runs it.
final class ExecutorRun {
    final Runnable command;
    final Greenlet<Void> greenlet;
    private final AtomicBoolean taken = new AtomicBoolean();

    /// Given back to whoever shut the executor down: what becomes of it is that one's business.
    private volatile boolean drained;

    // Of ExecutorRuns.
    ExecutorRun before;
    ExecutorRun after;
    boolean listed;

    ExecutorRun(Hub hub, Runnable command) {
        this.command = command;
        this.greenlet = hub.unstarted(Strands.bodyOf(this::run));
        if (command instanceof GreenletTask<?> task) {
            task.runsIn(greenlet);
        }
    }

    private void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        command.run();
        if (command instanceof GreenletTask<?> task) {
            task.throwExit();
        }
    }

    /// Takes a task back that has not begun.
    ///
    /// @return false if it has
    boolean drain() {
        if (!taken.compareAndSet(false, true)) {
            return false;
        }
        drained = true;
        kill();
        return true;
    }

    /// Stops a task, whether or not it has begun.
    void stop() {
        if (command instanceof GreenletTask<?> task) {
            task.cancel(true);
        } else {
            kill();
        }
    }

    private void kill() {
        GreenletExit exit = Kills.exit("its executor was shut down");
        Strands.engine(greenlet).atHub(() -> Strands.killHere(greenlet, exit));
    }

    /// The greenlet has ended, perhaps before its first step: whoever waits for the future must learn it.
    void ended() {
        if (!drained && command instanceof GreenletTask<?> task) {
            task.ended(greenlet.outcome());
        }
    }
}
