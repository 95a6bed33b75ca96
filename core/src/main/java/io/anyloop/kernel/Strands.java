package io.anyloop.kernel;

import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import java.util.Objects;

/// What the rooms above the kernel may do with a [Strand]. Not methods of its own, since users would have them, too.
public final class Strands {
    private Strands() {}

    // ---------------------------------------------------------------- the caller

    /// The greenlet of a thread, or null, from any thread.
    public static Strand<?> of(Thread thread) {
        return thread.isVirtual() ? Mount.greenletOf(thread) : null;
    }

    /// The greenlet that the caller is.
    ///
    /// @throws NoHubException if the caller is none
    public static Strand<?> currentFor(String call) {
        Strand<?> greenlet = of(Thread.currentThread());
        if (greenlet == null) {
            throw new NoHubException(call);
        }
        return greenlet;
    }

    /// Lets the others that can run go first, and throws what was delivered meanwhile.
    public static void yield() {
        Hubs.refuseOnLoop("yield");
        Thread.yield();
        Strand<?> greenlet = of(Thread.currentThread());
        if (greenlet != null) {
            Deliveries.throwPending(greenlet);
        }
    }

    /// Now, by the clock that the caller's waits go by: its hub's, or the system's.
    public static long now() {
        Strand<?> greenlet = of(Thread.currentThread());
        return greenlet != null && greenlet.hub.runsHere() ? greenlet.hub.now() : System.nanoTime();
    }

    /// The code of an action; refused at once if there is none.
    public static <X extends Throwable> Body<Void, X> bodyOf(Action<X> action) {
        return Objects.requireNonNull(action, "A greenlet needs a body to run.").asBody();
    }

    // ---------------------------------------------------------------- of one

    /// What drives its hub.
    public static Engine engine(Strand<?> greenlet) {
        return greenlet.hub;
    }

    /// Its thread.
    public static Thread thread(Strand<?> greenlet) {
        return greenlet.thread;
    }

    /// How it ended, or null.
    public static <T> Outcome<T> outcome(Strand<T> greenlet) {
        return greenlet.outcome;
    }

    /// Its name.
    public static String name(Strand<?> greenlet) {
        return greenlet.itsName();
    }

    /// What is on its way to it; null if nothing ever was.
    public static Deliveries deliveries(Strand<?> greenlet) {
        return greenlet.deliveries;
    }

    /// What it waits on at one of our calls, or null.
    public static Deadline waiting(Strand<?> greenlet) {
        return greenlet.waiting;
    }

    /// For how long it has waited for the last that it has waited for.
    public static long waitedNanos(Strand<?> greenlet) {
        return Math.max(0, greenlet.hub.now() - greenlet.waitingSince);
    }

    /// A wait at a call of ours begins. Hub's thread only, as [#endWait].
    public static void beginWait(Strand<?> greenlet, Deadline wait) {
        greenlet.beginWait(wait);
    }

    /// The wait has ended.
    public static void endWait(Strand<?> greenlet) {
        greenlet.endWait();
    }

    /// Has somebody who waits woken when it has ended. Any thread.
    ///
    /// @return takes that back
    public static Runnable join(Strand<?> greenlet, Waiting waiter) {
        return greenlet.join(waiter);
    }

    /// Schedules it.
    public static void start(Strand<?> greenlet) {
        greenlet.startSoon();
    }

    /// Says that a failure is thrown to somebody and needs no report. Before the start.
    public static void hear(Strand<?> greenlet) {
        greenlet.hear();
    }

    /// Has it begin a tree of its own. Before the start.
    public static void standAlone(Strand<?> greenlet) {
        greenlet.tree = Tree.NONE;
    }

    /// Has an interrupt from outside end its waits. Before the start.
    public static void obeyInterrupts(Strand<?> greenlet) {
        greenlet.obeysInterrupts = true;
    }

    /// Whether an interrupt from outside ends its waits.
    public static boolean obeysInterrupts(Strand<?> greenlet) {
        return greenlet.obeysInterrupts;
    }

    /// Throws an exception into it, without waiting; here, if the caller is this greenlet. Any thread.
    public static void throwInto(Strand<?> greenlet, Throwable exception) {
        greenlet.throwInto(exception);
    }

    /// Throws an exception into one that has not begun or waits, and never here. Hub's thread only.
    public static void killHere(Strand<?> greenlet, Throwable exception) {
        greenlet.killHere(exception);
    }

    /// Throws an exception into one that has begun: at its wait, or at its next one. Hub's thread only.
    public static void deliver(Strand<?> greenlet, Throwable exception) {
        greenlet.deliver(exception);
    }
}
