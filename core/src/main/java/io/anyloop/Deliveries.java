package io.anyloop;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/// Exceptions on their way into one greenlet: kills and [Timeout]s, first come first served. Hub's thread only, or the
/// greenlet itself.
///
/// At a wait of ours the exception is thrown by the wait itself. A wait of the JDK can only be interrupted; the
/// exception stays here until the greenlet's next wait of ours, or the end of the scope that it belongs to. The
/// interrupt is remembered as ours and cleared then, since a lingering one would close the next channel that is used.
/// One that gives way again and again without a wait (`Thread.yield`, `Thread.sleep(0)`) is interrupted too.
final class Deliveries {
    private static final long NOT_SEEN = -1;

    private final Greenlet<?> greenlet;
    private final ArrayDeque<Throwable> pending = new ArrayDeque<>(2);
    private boolean interrupting;

    /// Each exception is announced by one interrupt; none has been sent yet for the newest, or for the first that is left.
    private boolean unannounced;

    /// When so many were taken from the hub's queue, a greenlet that was seen in it has had its turn.
    private long turnAt = NOT_SEEN;

    private boolean listed;

    /// What was thrown out of a wait in the JDK's code, and the socket that waited: until the call on that socket ends.
    private Throwable thrown;

    private Object socket;

    /// So many scopes say that a socket may be used on after an exception left it.
    private int keepingSockets;

    private Deliveries(Greenlet<?> greenlet) {
        this.greenlet = greenlet;
    }

    /// Those of a greenlet. Made when they are first needed: most greenlets are never cut off.
    static Deliveries of(Greenlet<?> greenlet) {
        if (greenlet.deliveries == null) {
            greenlet.deliveries = new Deliveries(greenlet);
        }
        return greenlet.deliveries;
    }

    void add(Throwable exception) {
        pending.add(exception);
        announceSoon();
        if (greenlet.isWaiting()) {
            LockSupport.unpark(greenlet.thread);
        } else {
            watch();
        }
    }

    private void announceSoon() {
        unannounced = true;
        turnAt = NOT_SEEN;
    }

    /// Looks after what is pending from now on: the greenlet is not, or no longer, at a wait of ours that would throw it.
    void watch() {
        if (!listed && unannounced) {
            listed = true;
            greenlet.hub.work.undelivered.add(this);
        }
    }

    /// Looks after an exception that is still here at the end of a turn: interrupts the greenlet if it has gone into a
    /// wait of the JDK, or gives way without any.
    ///
    /// @return false if nothing is left to look after
    boolean remind() {
        boolean isOver = !unannounced || greenlet.isWaiting() || greenlet.hasEnded();
        if (!isOver && (isParked(greenlet.thread) || givesWay())) {
            announce();
            isOver = true;
        }
        listed = !isOver;
        return listed;
    }

    private void announce() {
        unannounced = false;
        interrupting = true;
        if (pending.peek() instanceof Timeout timeout) {
            timeout.interrupted();
        }
        greenlet.thread.interrupt();
    }

    /// Whether the greenlet has had its turn since it was first seen here, and could run on at once: it has not come to a
    /// wait. One that a thread is stuck with, beside the hub, does not give way.
    private boolean givesWay() {
        if (greenlet.thread.getState() != Thread.State.RUNNABLE) {
            return false;
        }
        Work work = greenlet.hub.work;
        if (turnAt == NOT_SEEN) {
            turnAt = work.ready.added();
        }
        return work.ready.taken() >= turnAt && !greenlet.hub.seat.isBeside(greenlet.thread);
    }

    static boolean isParked(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    /// The deadlock that is to be thrown, or null.
    LoopExit deadlock() {
        for (Throwable exception : pending) {
            if (exception instanceof LoopExit deadlock) {
                return deadlock;
            }
        }
        return null;
    }

    boolean isInterrupting() {
        return interrupting;
    }

    /// A kill whose interrupt the body has answered by throwing something else, or null.
    Throwable interruptingKill() {
        Throwable first = pending.peek();
        return interrupting && !(first instanceof Timeout) ? first : null;
    }

    void throwFirst() {
        Throwable first = pending.poll();
        if (first == null) {
            return;
        }
        clearInterrupt();
        announceRest();
        if (first instanceof Timeout timeout) {
            throw Rethrow.unchecked(timeout.expired());
        }
        if (first instanceof GreenletExit) {
            first.fillInStackTrace();
        }
        throw Rethrow.unchecked(first);
    }

    /// Throws the first out of a wait that the JDK makes, and remembers it.
    void throwOutOfJdk() {
        thrown = null;
        socket = null;
        try {
            throwFirst();
        } catch (Throwable e) {
            thrown = e;
            throw e;
        }
    }

    /// Whether that is what was thrown last; then it is this socket's.
    boolean noteThrown(Throwable exception, Object from) {
        boolean is = thrown != null && thrown == exception;
        if (is) {
            socket = from;
        }
        return is;
    }

    /// What was thrown out of a wait of this socket's, or null. Forgets it.
    Throwable takeThrown(Object from) {
        if (socket != from) {
            return null;
        }
        Throwable last = thrown;
        thrown = null;
        socket = null;
        return last;
    }

    /// From now on an exception may leave a socket's read or write without an end of the socket; once more at each call.
    void keepSockets() {
        keepingSockets++;
    }

    /// Takes one call of [#keepSockets] back.
    void keepSocketsNoMore() {
        keepingSockets--;
    }

    boolean keepsSockets() {
        return keepingSockets > 0;
    }

    void takeBack(Throwable exception) {
        boolean wasFirst = pending.peek() == exception;
        if (pending.remove(exception) && (wasFirst || pending.isEmpty())) {
            clearInterrupt();
            announceRest();
        }
    }

    private void announceRest() {
        unannounced = false;
        if (!pending.isEmpty()) {
            announceSoon();
            greenlet.hub.atHub(this::watch);
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
}
