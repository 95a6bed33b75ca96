package io.anyloop.kernel;

import io.anyloop.base.Times;
import io.anyloop.jdk.Continuations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a hub has to do: what can run now, what others have sent, what is due when. Hub's thread only, but for
/// [#inbox].
public final class Work {
    /// So many tasks run between two looks at the clock.
    private static final int CLOCK_EVERY = 8;

    /// So many tasks at most make a turn: where time is virtual, none passes while greenlets run.
    private static final int TURN = 8_192;

    /// So many budgets at most pass between two looks at the loop.
    private static final int LOOK_WITHIN = 20;

    /// So many messages of other threads are taken at once, so that a flood of them cannot hold the hub.
    private static final int INBOX_BATCH = 4096;

    final Runnables ready = new Runnables();

    /// Who has given way after a long time. They come behind all that is found meanwhile, and one at a time, so that many
    /// of them cannot hold up the others.
    private final Runnables late = new Runnables();

    /// Whether what becomes ready next gives way. Set by it.
    private boolean givesWay;

    private boolean isTurnOver;
    final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    final Deadlines deadlines = new Deadlines();
    final List<Deliveries> undelivered = new ArrayList<>();
    final List<Waiting> idlers = new ArrayList<>();

    private final List<HostedCarrier> toWake = new ArrayList<>();

    /// Who yields in the middle of a call of the JDK's: gives way there ([io.anyloop.port.GivingWay]), or goes elsewhere for it and comes back
    /// ([Errands]).
    private final Set<Strand<?>> inCalls = ConcurrentHashMap.newKeySet();

    /// How many greenlets wait at calls of ours.
    int waiting;

    /// The time at which this turn began.
    long turnTime;

    /// Counts the batches that found something to run, to tell a hub that stands still from one that works.
    long activity;

    final Engine hub;
    private final long budgetNanos;

    /// Null if nobody listens.
    final Switching switches;

    /// When the loop was looked at last.
    private long lookTime;

    /// How many of those that could run at the last look have not run yet.
    private int leftOfLook;

    Work(Engine hub, Options options, Switching switches) {
        this.hub = hub;
        this.budgetNanos = Times.saturated(options.turnBudget());
        this.switches = switches;
    }

    /// Takes something that can run.
    void add(Runnable task) {
        if (givesWay) {
            givesWay = false;
            isTurnOver = true;
            late.add(task);
        } else {
            ready.add(task);
        }
    }

    /// Whether what becomes ready next gives way. By that.
    public void givesWay(boolean gives) {
        givesWay = gives;
    }

    /// Whether it has not become ready yet.
    public boolean givesWay() {
        return givesWay;
    }

    /// Has somebody woken when nothing can run and the loop has been looked at.
    public void wakeWhenIdle(Waiting waiter) {
        idlers.add(waiter);
    }

    /// Takes out something that can run, when the hub has ended; null if there is nothing.
    Runnable remove() {
        Runnable task = ready.poll();
        return task == null ? late.poll() : task;
    }

    /// A greenlet is going to yield in a call of the JDK's. It is not interrupted as one that polls: that would close its file, and the
    /// hub's thread would wait for it to leave the call, for ever.
    ///
    /// @param greenlet the greenlet; null for another virtual thread
    public void entersCall(Strand<?> greenlet) {
        if (greenlet != null) {
            inCalls.add(greenlet);
        }
    }

    /// It goes on. Also on another thread than the hub's, if the hub has ended meanwhile.
    ///
    /// @param greenlet the greenlet; null for another virtual thread
    public void leavesCall(Strand<?> greenlet) {
        if (greenlet != null) {
            inCalls.remove(greenlet);
            if (greenlet.deliveries != null) {
                greenlet.deliveries.goesOnInCall();
            }
        }
    }

    /// Whether a greenlet yields in the middle of a call of the JDK's.
    boolean isInCall(Strand<?> greenlet) {
        return inCalls.contains(greenlet);
    }

    /// Makes runnable what was sent and what is due. The first half of a turn, after the loop was polled.
    void gather() {
        hub.lifetime.stirs(); // Before its mail is gone.
        takeInbox();
        turnTime = hub.now();
        if (deadlines.next() <= turnTime) {
            deadlines.tell(turnTime);
        }
        isTurnOver = false;
        if (!late.isEmpty()) {
            ready.add(late.poll());
        }
        if (!idlers.isEmpty() && ready.isEmpty()) {
            List<Waiting> waiting = List.copyOf(idlers);
            idlers.clear();
            waiting.forEach(Waiting::wake);
        }
    }

    /// Runs what can run, first come first served, until nothing can or the budget is spent. The second half of a turn. Ends
    /// early if another thread carries the hub, or wants to, and when somebody has given way.
    ///
    /// @param me the calling thread
    /// @param progress is told what it runs
    void run(Thread me, Progress progress) {
        Carrier carrier = hub.seat.carrier();
        long end = Times.sum(turnTime, budgetNanos);
        int count = 0;
        while (true) {
            Runnable task = ready.poll();
            if (task == null) {
                if (count > 0 && takeInbox()) {
                    continue;
                }
                break;
            }
            progress.begin(task);
            runOne(task);
            progress.end();
            if (!carrier.goesOn(me)) {
                if (hub.seat.thread() == me) {
                    break;
                }
                return; // Another thread is at work with all this.
            }
            if (isTurnOver || ++count % CLOCK_EVERY == 0 && (hub.now() > end || count >= TURN)) {
                break;
            }
        }
        leftOfLook = isTurnOver ? 0 : leftOfLook - count;
        if (count > 0 || isTurnOver) {
            activity++;
        }
        if (!hub.descriptors.isSettled()) {
            hub.descriptors.settle();
        }
        if (!undelivered.isEmpty()) {
            undelivered.removeIf(delivery -> !delivery.remind());
        }
    }

    /// Whether the loop is to be looked at though there is something to run. Who could run at the last look comes first: those
    /// that a look finds queue up behind them anyway, and until it runs, a greenlet may be found again by each look.
    boolean isLookDue() {
        return leftOfLook <= 0 || turnTime - lookTime >= LOOK_WITHIN * budgetNanos;
    }

    /// To be called after each look.
    void looked() {
        lookTime = turnTime;
        leftOfLook = ready.size();
    }

    /// Tells those who join greenlets that were given up, before the hub is gone.
    void runLinks() {
        for (int left = ready.size(); left > 0; left--) {
            Runnable task = ready.poll();
            if (task instanceof Links) {
                runOne(task);
            } else {
                ready.add(task);
            }
        }
    }

    /// Has a host told of a hub's work when this turn has ended.
    void wakeAfterwards(HostedCarrier guest) {
        if (!toWake.contains(guest)) {
            toWake.add(guest);
        }
    }

    List<HostedCarrier> takeToWake() {
        if (toWake.isEmpty()) {
            return List.of();
        }
        List<HostedCarrier> taken = List.copyOf(toWake);
        toWake.clear();
        return taken;
    }

    /// Runs what greenlets there are to run, once each, and no callback: for a thread that is not the hub's own.
    void runGreenlets(Errands errands) {
        hub.lifetime.stirs();
        takeInbox();
        turnTime = hub.now();
        if (deadlines.next() <= turnTime) {
            deadlines.tell(turnTime);
        }
        for (Runnable task = late.poll(); task != null; task = late.poll()) {
            ready.add(task);
        }
        for (int left = ready.size(); left > 0; left--) {
            Runnable task = ready.poll();
            if (Continuations.isOne(task)) {
                runOne(task);
                errands.sendOff(this);
            } else {
                ready.add(task);
            }
        }
    }

    private void runOne(Runnable task) {
        try {
            if (switches == null) {
                task.run();
            } else {
                switches.run(task);
            }
        } catch (Throwable e) {
            hub.report(task, e);
        }
    }

    /// How long the hub may sleep now.
    long idleNanos() {
        boolean isReady = !ready.isEmpty() || !late.isEmpty();
        if (isReady || !idlers.isEmpty() || !inbox.isEmpty()) {
            return 0;
        }
        long next = deadlines.next();
        return next == Times.FOREVER ? next : Math.max(0, next - hub.now());
    }

    /// Whether no deadline is to come by which anybody could be woken.
    boolean isDry() {
        return deadlines.wakeNobody() || deadlines.next() == Times.FOREVER;
    }

    private boolean takeInbox() {
        Runnable task = inbox.poll();
        if (task == null) {
            return false;
        }
        for (int count = 0; task != null; task = inbox.poll()) {
            ready.add(task);
            if (++count == INBOX_BATCH) {
                break;
            }
        }
        return true;
    }
}
