package io.anyloop.kernel;

import io.anyloop.jdk.HubThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Where a hub sits: the platform thread that carries it now, and the way in for everybody else. Any thread.
public final class Seat {
    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Seat.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Work work;
    private volatile Carrier carrier;

    /// The thread that carries the hub; null before a host's first turn, and once the hub has ended.
    private volatile Thread thread;

    private volatile boolean hasEnded;

    Seat(Work work) {
        this.work = work;
    }

    /// Takes a seat: at the beginning, and when the hub moves to another thread.
    void moveTo(Carrier next, Thread own) {
        thread = own;
        carrier = next;
    }

    /// Takes the hub from a thread that carries it, so that nobody does. Any thread.
    boolean take(Thread from) {
        return THREAD.compareAndSet(this, from, (Thread) null);
    }

    /// A host's thread, at the beginning of a turn: hosts may replace theirs.
    void adopt(Thread host) {
        if (thread != host) {
            thread = host;
        }
    }

    public Carrier carrier() {
        return carrier;
    }

    public Thread thread() {
        return thread;
    }

    /// A host's thread, at the end of a turn: until the next one nobody may touch the hub's state, for the hub may move to
    /// another thread in between. What the host's own tasks have to say goes through the inbox.
    void release() {
        if (carrier instanceof HostedCarrier) {
            thread = null;
        }
    }

    /// Whether the caller is on the hub's thread, in a greenlet or not, and in a turn: only then may the hub's state be
    /// touched. Of a hub that has ended the leftovers' thread takes the place.
    public boolean isHere() {
        if (hasEnded) {
            return Leftovers.isHere();
        }
        Thread own = thread;
        return own != null && HubThreads.carrier() == own;
    }

    /// Whether the caller is on the hub's thread, also between two turns of a host.
    boolean isOnThread() {
        return isHere() || isOnHost();
    }

    /// Whether a virtual thread of the hub looks parked, and only waits until the platform thread that it is stuck with gets the hub
    /// back. Hub's thread only.
    boolean isReturning(Thread virtual) {
        return carrier instanceof DrivenCarrier driven && driven.isReturning(virtual);
    }

    public boolean hasEnded() {
        return hasEnded;
    }

    private boolean isOnHost() {
        return carrier instanceof HostedCarrier guest && guest.isOnHost();
    }

    /// Takes something that can run: on the hub's own thread straight into the queue, without lock or system call;
    /// from elsewhere through the inbox. Never refuses.
    void submit(Runnable task) {
        Thread own = thread;
        if (own != null && HubThreads.carrier() == own) {
            work.add(task);
        } else {
            send(task);
        }
    }

    /// Runs a task on the hub's thread: now if this is it, else soon.
    void run(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            send(task);
        }
    }

    private void send(Runnable task) {
        World.contact(work.hub);
        work.inbox.add(task);
        if (hasEnded) {
            flushInbox();
        } else {
            carrier.signal();
        }
    }

    /// Leaves the seat for good: whatever is queued, and whatever comes, runs with the leftovers. Sender and hub both look
    /// after the inbox, since either may be the last to see it. Hub's thread only.
    void leave() {
        thread = null;
        hasEnded = true;
        for (Runnable task = work.remove(); task != null; task = work.remove()) {
            Leftovers.execute(task);
        }
        flushInbox();
    }

    private void flushInbox() {
        for (Runnable task = work.inbox.poll(); task != null; task = work.inbox.poll()) {
            Leftovers.execute(task);
        }
    }
}
