package io.anyloop.waiting;

import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.kernel.CutOff;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Leftovers;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.kernel.Waiting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// One wait at one of our calls. A greenlet parks and its hub goes on; any other thread really blocks.
///
/// Whoever ends the wait calls [#wake] from whatever thread. A wait ends in one way only: woken, out of time, or by an
/// exception that was thrown into the greenlet. One compare-and-set decides which, so what is handed over in waking is
/// never lost: who hands over has to [#claim] the wait first, and a wait that has been left cannot be claimed.
/// Stray unparks do not end it, nor do interrupts, but for threads whose owners have no other means.
///
/// ```java
/// Waiter waiter = Waiter.here("Client.reply", client);
/// client.onReply(reply -> {
///     if (waiter.claim()) { // Who has given up, or was killed, gets nothing.
///         got = reply;
///         waiter.resume();
///     }
/// });
/// return waiter.await(limit.toNanos()) ? got : null;
/// ```
@SuppressWarnings("exports") // What it extends shows users nothing.
public final class Waiter extends Waiting {
    private static final int WAITING = 0;
    private static final int CLAIMED = 1;
    private static final int WOKEN = 2;
    private static final int LEFT = 3;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread;
    private final Strand<?> greenlet;
    private final String call;
    private final Object on;
    private volatile int state;
    private boolean timedOut;
    private boolean interruptible;
    private boolean shielded;
    private boolean isOfJdk;

    private Waiter(Thread thread, Strand<?> greenlet, String call, Object on) {
        this.thread = thread;
        this.greenlet = greenlet;
        this.call = call;
        this.on = on;
    }

    /// A wait of the calling thread, which is refused on a loop's own thread.
    ///
    /// @param call what the user called, for the dump and for the refusal
    /// @param on what is waited on, for the dump; may be null
    /// @return the wait, not begun
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public static Waiter here(String call, Object on) {
        Thread thread = Thread.currentThread();
        Hubs.refuseOnLoop(call);
        return new Waiter(thread, Strands.of(thread), call, on);
    }

    /// Lets an interrupt from outside end the wait, with [InterruptedException], which the caller has to declare: it is
    /// thrown past the compiler.
    ///
    /// @return this
    public Waiter interruptible() {
        interruptible = true;
        return this;
    }

    /// For a call that declares it: throws [InterruptedException] if the calling thread has been interrupted from outside, or
    /// what was delivered to the greenlet.
    ///
    /// @throws InterruptedException if so
    public static void throwIfInterrupted() throws InterruptedException {
        Thread thread = Thread.currentThread();
        if (!thread.isInterrupted()) {
            return;
        }
        Strand<?> greenlet = Strands.of(thread);
        if (greenlet != null) {
            Deliveries.throwPending(greenlet);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Holds back what is thrown into the greenlet until its next wait: for what must be had again, or must have ended,
    /// before an exception may leave. Only [LoopExit] comes through, since then it will never be had.
    ///
    /// @return this
    public Waiter shielded() {
        shielded = true;
        return this;
    }

    /// The wait is made for a call of the JDK's, which ends as the JDK documents when it is cut off.
    ///
    /// @return this
    public Waiter ofJdk() {
        isOfJdk = true;
        return this;
    }

    /// The thread that waits.
    ///
    /// @return the thread
    public Thread thread() {
        return thread;
    }

    /// Ends the wait. Any thread; more than once is the same as once.
    @Override
    public void wake() {
        if (claim()) {
            resume();
        }
    }

    /// Decides that the wait ends by being woken. Whoever gets true may hand something over, and owes a [#resume]: until then
    /// the one who waits does not go on, also if something unparks it meanwhile. Any thread.
    ///
    /// @return false if the wait has been claimed or left before
    public boolean claim() {
        return STATE.compareAndSet(this, WAITING, CLAIMED);
    }

    /// Lets the one who waits go on, after [#claim]. Any thread.
    public void resume() {
        state = WOKEN;
        LockSupport.unpark(thread);
    }

    /// Decides that the wait ends without being woken.
    private boolean leave() {
        return STATE.compareAndSet(this, WAITING, LEFT);
    }

    /// Whether the wait was ended by [#wake] or [#resume]. Final once [#await] has ended.
    ///
    /// @return true if so
    public boolean isWoken() {
        return state == WOKEN;
    }

    @Override
    protected void due() {
        timedOut = true;
        LockSupport.unpark(thread);
    }

    /// The greenlet goes on without its hub, and still wakes in time.
    @Override
    protected void outlive(long nanos) {
        Leftovers.schedule(this::due, nanos);
    }

    /// Waits until woken. Once, by the thread that has made the wait.
    public void await() {
        await(Times.FOREVER);
    }

    /// As [#await()], at most for a time.
    ///
    /// @param nanos at most so long; 0 still gives the others a turn, [Long#MAX_VALUE] is for ever
    /// @return false if the time was up first
    public boolean await(long nanos) {
        if (greenlet != null && Strands.engine(greenlet).comesHome()) {
            return awaitOnHub(nanos);
        }
        return awaitElsewhere(nanos);
    }

    /// What is on the stack here a parked greenlet keeps: no more than has to be.
    private boolean awaitOnHub(long nanos) {
        throwUnlessWoken();
        if (nanos != Times.FOREVER) {
            Strands.engine(greenlet).start(this, nanos);
        }
        boolean interrupted = false;
        Strands.beginWait(greenlet, this);
        try {
            while (!isWoken()) {
                if (timedOut && leave()) {
                    return false;
                }
                LockSupport.park();
                interrupted |= Thread.interrupted() && !Deliveries.tookOurInterrupt(greenlet);
                throwUnlessWoken();
                if (interrupted && isLeftOnInterrupt()) {
                    interrupted = false;
                    throw Rethrow.unchecked(interruption());
                }
            }
            return true;
        } finally {
            Strands.endWait(greenlet);
            if (isPending()) {
                Strands.engine(greenlet).cancel(this);
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    private void throwUnlessWoken() {
        if (shielded) {
            throwDeadlock();
        } else if (Deliveries.isToThrow(greenlet) && leave()) {
            if (isOfJdk) {
                Strands.deliveries(greenlet)
                        .cutOff(this, CutOff.FILE, Strands.waitedNanos(greenlet));
            }
            Deliveries.throwPending(greenlet);
        }
    }

    private boolean isLeftOnInterrupt() {
        return (interruptible || obeysInterrupts()) && leave();
    }

    private boolean obeysInterrupts() {
        return greenlet != null && Strands.obeysInterrupts(greenlet) && !shielded;
    }

    private Throwable interruption() {
        return interruptible
                ? new InterruptedException()
                : new GreenletExit("The greenlet's thread was interrupted at " + this + ".");
    }

    private void throwDeadlock() {
        Deliveries deliveries = Strands.deliveries(greenlet);
        LoopExit deadlock = deliveries == null ? null : deliveries.deadlock();
        if (deadlock != null && leave()) {
            Deliveries.takeBack(greenlet, deadlock);
            throw deadlock;
        }
    }

    private boolean awaitElsewhere(long nanos) {
        long end = nanos == Times.FOREVER ? 0 : System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (!isWoken()) {
                long left = nanos == Times.FOREVER ? nanos : end - System.nanoTime();
                if (left <= 0 && leave()) {
                    return false;
                }
                parkAtMost(left);
                interrupted |= Thread.interrupted();
                if (interrupted && isLeftOnInterrupt()) {
                    interrupted = false;
                    throw Rethrow.unchecked(interruption());
                }
            }
            return true;
        } finally {
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /// Without a limit if there is none, or if the time is up but the wait has been claimed: then it is about to be woken.
    private void parkAtMost(long nanos) {
        if (nanos <= 0 || nanos == Times.FOREVER) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public Object on() {
        return on;
    }

    @Override
    public Object who() {
        return greenlet == null ? thread : greenlet;
    }

    @Override
    public String toString() {
        return on == null ? call : call + " of " + on;
    }
}
