package io.anyloop.kernel;

import io.anyloop.base.Causes;
import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.jdk.HubThreads;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/// Exceptions on their way into one greenlet: kills and [io.anyloop.Timeout]s, first come first served. Hub's thread only, or the
/// greenlet itself.
///
/// An exception is *due* until it has arrived: until a wait of ours has thrown it, or the scope or the greenlet that it is for
/// has ended by it. A wait of the JDK's does not throw it: what waits there may be somebody else's code, which gets what the JDK
/// documents for that call ([CutOff]) or is interrupted. So the first that is due *strikes*, at each of them, and comes as
/// itself later. One that gives way again and again without a wait (`Thread.yield`, `Thread.sleep(0)`) is interrupted as well.
/// docs/cut-off.md has all the rules.
public final class Deliveries {
    private static final long NOT_SEEN = -1;

    /// So many times a wait of the JDK's is cut off at once.
    private static final int AT_ONCE = 100;

    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final int LONGEST_PAUSE = 10; // 2^10 times the first: a second

    /// One that is due. No record, since those ask what they hold whether it is equal.
    private static final class Due {
        final Throwable exception;

        /// So many shields were around what it belongs to: those further in hold it back.
        final int depth;

        final boolean isScoped;

        Due(Throwable exception, int depth, boolean isScoped) {
            this.exception = exception;
            this.depth = depth;
            this.isScoped = isScoped;
        }

        Limit timeout() {
            return exception instanceof Limit limit ? limit : null;
        }
    }

    private final Strand<?> greenlet;
    private final ArrayDeque<Due> pending = new ArrayDeque<>(2);

    /// What has struck, and how often.
    private Due striking;

    private int strikes;

    /// After many strikes the next interrupt has to wait.
    private final Deadline pause = new Pause();

    /// Whether the thread's interrupt, if it has one, is ours.
    private boolean interrupting;

    /// When so many were taken from the hub's queue, a greenlet that was seen in it has had its turn.
    private long turnAt = NOT_SEEN;

    private boolean listed;

    /// What came last as itself, and the timeout that it was; a kill has none.
    private Throwable arrived;

    private Limit arrivedTimeout;
    private boolean arrivedScoped;

    /// What was thrown out of a wait in the JDK's code, why, and the socket that waited: until the call on that socket ends.
    private Throwable thrown;

    private Throwable cause;
    private String message;
    private Object socket;

    /// So many scopes say that a socket may be used on after an exception left it.
    private int keepingSockets;

    /// So many shields are there, and how many of them hold something back.
    private int shields;

    private int holding;

    private Deliveries(Strand<?> greenlet) {
        this.greenlet = greenlet;
    }

    /// Those of a greenlet. Made when they are first needed: most greenlets are never cut off.
    public static Deliveries of(Strand<?> greenlet) {
        if (greenlet.deliveries == null) {
            greenlet.deliveries = new Deliveries(greenlet);
        }
        return greenlet.deliveries;
    }

    /// An exception for the greenlet itself.
    public void add(Throwable exception) {
        add(new Due(exception, exception instanceof LoopExit ? Integer.MAX_VALUE : 0, false));
    }

    /// An exception for a scope of the greenlet's, which takes it back at its end.
    ///
    /// @param depth the number of [#shields] when the scope began
    public void add(Throwable exception, int depth) {
        add(new Due(exception, depth, true));
    }

    private void add(Due due) {
        pending.add(due);
        wakeOrWatch();
    }

    private void wakeOrWatch() {
        if (greenlet.isWaiting()) {
            LockSupport.unpark(greenlet.thread);
        } else {
            watch();
        }
    }

    /// Looks after what is pending from now on: the greenlet is not, or no longer, at a wait of ours that would throw it.
    void watch() {
        if (!listed && !pending.isEmpty()) {
            listed = true;
            greenlet.hub.work.undelivered.add(this);
        }
    }

    /// Looks after an exception that is still here at the end of a turn: interrupts the greenlet if it has gone into a
    /// wait of the JDK, or gives way without any.
    ///
    /// @return false if nothing is left to look after until [#watch] is called again
    boolean remind() {
        if (pending.isEmpty() || greenlet.isEnded()) {
            listed = false;
            greenlet.hub.cancel(pause);
            return false;
        }
        if (!pause.isPending()) {
            interruptIfItWaits();
        }
        listed = !pause.isPending();
        return listed;
    }

    private void interruptIfItWaits() {
        Due first = first();
        if (first == null
                || greenlet.isWaiting()
                || !hasSeenTheLast()
                || !isParked(greenlet.thread) && !givesWay()
                || greenlet.hub.seat.isReturning(greenlet.thread)) {
            return;
        }
        if (first.timeout() != null && first != striking) {
            first.timeout().cutsOff(Spawner.place(greenlet.thread), 0);
        }
        strike(first);
        interrupting = true;
        turnAt = NOT_SEEN;
        greenlet.thread.interrupt();
        long nanos = pauseNanos();
        if (nanos > 0) {
            greenlet.hub.start(pause, nanos);
        }
    }

    /// Whether the greenlet has had its turn since it was first seen here, and could run on at once: it has not come to a wait. One
    /// that another thread carries, since it is stuck there or on an errand, does not give way.
    private boolean givesWay() {
        if (greenlet.hub.work.isInCall(greenlet)
                || greenlet.thread.getState() != Thread.State.RUNNABLE) {
            return false;
        }
        Runnables ready = greenlet.hub.work.ready;
        if (turnAt == NOT_SEEN) {
            turnAt = ready.added();
        }
        return ready.taken() >= turnAt && !HubThreads.isMounted(greenlet.thread);
    }

    /// The greenlet gave way in a call of the JDK's, and goes on there.
    void goesOnInCall() {
        turnAt = NOT_SEEN;
    }

    /// A pinned thread takes a while until it goes on; one more interrupt would be left when it has answered the first. The flag tells
    /// as long as the wait has not ended by it; then the thread may still wait for the hub ([Seat#isReturning]).
    private boolean hasSeenTheLast() {
        return !greenlet.thread.isInterrupted();
    }

    static boolean isParked(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /// The end of a pause: the turn that it makes looks at the greenlet again.
    private final class Pause extends Deadline {
        @Override
        protected void due() {
            watch();
        }
    }

    // ---------------------------------------------------------------- what is due

    /// The first that no shield holds back, or null.
    private Due first() {
        if (holding == 0) {
            return pending.peek();
        }
        for (Due due : pending) {
            if (due.depth >= holding) {
                return due;
            }
        }
        return null;
    }

    /// Whether something was delivered and not thrown yet.
    public static boolean isToThrow(Strand<?> greenlet) {
        return greenlet.deliveries != null && greenlet.deliveries.first() != null;
    }

    /// The deadlock that is to be thrown, or null.
    public LoopExit deadlock() {
        for (Due due : pending) {
            if (due.exception instanceof LoopExit deadlock) {
                return deadlock;
            }
        }
        return null;
    }

    /// Whether an interrupt that the greenlet just saw was ours, sent to deliver an exception.
    public static boolean tookOurInterrupt(Strand<?> greenlet) {
        return greenlet.deliveries != null && greenlet.deliveries.interrupting;
    }

    private void strike(Due due) {
        if (striking != due) {
            striking = due;
            strikes = 0;
        }
        strikes++;
        if (due.timeout() != null) {
            due.timeout().struck();
        }
    }

    private long pauseNanos() {
        return strikes < AT_ONCE
                ? 0
                : FIRST_PAUSE_NANOS << Math.min(strikes - AT_ONCE, LONGEST_PAUSE);
    }

    /// Throws what was delivered, if there is anything. In the greenlet.
    public static void throwPending(Strand<?> greenlet) {
        if (greenlet.deliveries != null) {
            greenlet.deliveries.throwFirst();
        }
    }

    private void throwFirst() {
        Due first = first();
        if (first != null) {
            remove(first);
            throw Rethrow.unchecked(arrive(first));
        }
    }

    private void remove(Due due) {
        if (pending.peek() == due) {
            pending.poll();
        } else {
            pending.remove(due);
        }
        clearInterrupt();
        if (striking == due) {
            striking = null;
            greenlet.hub.cancel(pause);
            watch(); // The next may strike at once.
        }
    }

    /// It comes as itself now.
    private Throwable arrive(Due due) {
        arrivedTimeout = due.timeout();
        arrivedScoped = due.isScoped;
        if (arrivedTimeout != null) {
            arrived = arrivedTimeout.arrive();
        } else {
            arrived = due.exception;
            if (arrived instanceof GreenletExit) {
                arrived.fillInStackTrace();
            }
        }
        return arrived;
    }

    /// Takes back an exception that has not been thrown yet.
    public static void takeBack(Strand<?> greenlet, Throwable exception) {
        if (greenlet.deliveries != null) {
            greenlet.deliveries.takeBack(exception);
        }
    }

    private void takeBack(Throwable exception) {
        for (Due due : pending) {
            if (due.exception == exception) {
                remove(due);
                return;
            }
        }
    }

    private void clearInterrupt() {
        if (interrupting) {
            interrupting = false;
            if (Thread.currentThread() == greenlet.thread) {
                Thread.interrupted();
            }
        }
    }

    // ---------------------------------------------------------------- the ends of scopes

    /// What leaves a scope instead of what its code has thrown: what has struck in there and has not arrived.
    public static Throwable leaving(Strand<?> greenlet, Throwable failure) {
        Deliveries deliveries = greenlet == null ? null : greenlet.deliveries;
        return deliveries == null ? failure : deliveries.leaving(failure);
    }

    private Throwable leaving(Throwable failure) {
        Due first = first();
        if (first == null || first != striking) {
            return failure;
        }
        remove(first);
        return with(arrive(first), failure);
    }

    /// Whether something is on its way to somebody further out, as itself or wrapped.
    boolean isForOthers(Throwable failure) {
        return arrived != null
                && (arrivedTimeout == null || arrivedTimeout.isOpen())
                && Causes.have(failure, arrived);
    }

    /// How a greenlet ends that has run its code: by what has struck, however the code has answered; by a kill that it has
    /// wrapped into something else, or that came when it was about to end by a timeout.
    ///
    /// @param failure what the code has thrown; null if it has returned
    /// @return null if it ends as returned
    static Throwable atEnd(Strand<?> greenlet, Throwable failure) {
        return greenlet.deliveries == null ? failure : greenlet.deliveries.atEnd(failure);
    }

    private Throwable atEnd(Throwable failure) {
        Throwable last = leaving(failure);
        if (last == null) {
            return null;
        }
        if (!arrivedScoped && arrived != null && last != arrived && Causes.have(last, arrived)) {
            return with(arrived, last);
        }
        if (last == arrived && arrivedScoped) {
            for (Due due : pending) {
                if (!due.isScoped) {
                    return with(due.exception, last);
                }
            }
        }
        return last;
    }

    public static Throwable with(Throwable exception, Throwable suppressed) {
        if (suppressed != null && suppressed != exception) {
            exception.addSuppressed(suppressed);
        }
        return exception;
    }

    // ---------------------------------------------------------------- waits of the JDK on the hub

    /// Cuts off a wait that the JDK makes here, if something is due: throws what the JDK documents, or the very exception where
    /// the code keeps its sockets.
    ///
    /// @param kind what waits, see [CutOff]
    /// @param nanos how long it has waited
    public void cutOff(Object wait, int kind, long nanos) {
        Due first = first();
        if (first == null) {
            return;
        }
        socket = null;
        if (keepingSockets > 0) {
            remove(first);
            cause = arrive(first);
            thrown = cause;
            throw Rethrow.unchecked(thrown);
        }
        if (striking == first && pauseNanos() > 0) {
            new Breath(greenlet).take(pauseNanos());
        }
        clearInterrupt();
        interrupting = true; // Whoever catches this may set it, as is the custom.
        if (first.timeout() != null) {
            first.timeout().cutsOff(wait, nanos);
            first.timeout().fillInStackTrace();
        }
        strike(first);
        cause = first.exception;
        message = CutOff.message(greenlet, cause, wait);
        thrown = CutOff.of(kind, cause, message);
        throw Rethrow.unchecked(thrown);
    }

    /// If that is what was thrown last, it is this socket's.
    ///
    /// @return what to throw instead, so that it fits what waits
    public Throwable noteThrown(Throwable exception, Object from, int kind) {
        if (thrown == null || thrown != exception) {
            return exception;
        }
        socket = from;
        return thrownAs(kind);
    }

    private Throwable thrownAs(int kind) {
        if (thrown != cause) {
            thrown = CutOff.of(kind, cause, message);
        }
        return thrown;
    }

    /// What was thrown out of a wait of this socket's, or null. Forgets whose it was.
    public Throwable takeThrown(Object from, int kind) {
        if (socket == null || socket != from) {
            return null;
        }
        socket = null;
        return thrownAs(kind);
    }

    /// Why the last wait was cut off.
    public Throwable cause() {
        return cause;
    }

    /// From now on an exception may leave a socket's read or write without an end of the socket; once more at each call.
    public void keepSockets() {
        keepingSockets++;
    }

    /// Takes one call of [#keepSockets] back.
    public void keepSocketsNoMore() {
        keepingSockets--;
    }

    public boolean keepsSockets() {
        return keepingSockets > 0;
    }

    // ---------------------------------------------------------------- shields

    /// So many shields are around what a greenlet does.
    public static int shields(Strand<?> greenlet) {
        return greenlet.deliveries == null ? 0 : greenlet.deliveries.shields;
    }

    public int shields() {
        return shields;
    }

    /// Holds back what is due, and what comes from further out.
    ///
    /// @return what was held back before, for [#endShield]
    int beginShield() {
        int before = holding;
        holding = ++shields;
        clearInterrupt();
        return before;
    }

    /// Lets all through that one of the shields has held back, and those within it.
    void lift(int shield) {
        holding = Math.min(holding, shield - 1);
        if (first() != null) {
            wakeOrWatch();
        }
    }

    void endShield(int before) {
        shields--;
        holding = Math.min(holding, before);
    }
}
