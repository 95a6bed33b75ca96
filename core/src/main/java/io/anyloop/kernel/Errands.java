package io.anyloop.kernel;

import io.anyloop.jdk.PlatformThreads;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Has calls of the JDK's that block a thread made elsewhere than on a host's: the greenlet alone goes to another thread, makes its
/// call there, and comes home before anything but the JDK's code runs. The host and the hub go on meanwhile, and still one greenlet
/// runs at a time (decision 0074). With the agent, which tells of such calls.
///
/// Going there and back costs two changes of threads. So only calls that are made to wait go at once: to open a file, to lock one.
/// Reads and writes are made on the host's thread, as most of them are short, until one is slow; then the next ones go elsewhere.
public final class Errands {
    /// A call that takes so long on the host's thread was slow.
    private static final long SLOW_NANOS = 5_000_000;

    /// For so long after a slow call those that follow go elsewhere.
    private static final long WARY_NANOS = 1_000_000_000;

    private static final AtomicInteger STARTED = new AtomicInteger();

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    5,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task ->
                            PlatformThreads.daemonOfPool(
                                    "anyloop-errands-" + STARTED.incrementAndGet(), task));

    private final Engine hub;

    /// Counts those that are through and want to come home.
    private final AtomicInteger comingHome = new AtomicInteger();

    /// Whether a virtual thread yields to leave for a call. On the hub's thread only.
    private boolean isLeaving;

    /// Whether that call is made to wait, which says nothing about others. On the hub's thread only.
    private boolean isToWait;

    /// When the call that is under way on the host's thread began; 0 for none. On the hub's thread only.
    private long begunAt;

    private volatile boolean wasSlow;
    private volatile long slowAt;

    Errands(Engine hub) {
        this.hub = hub;
    }

    /// The calling virtual thread, on the hub's thread, begins a call that may block. Then it may be elsewhere.
    ///
    /// @param waits whether that is what the call is for
    public void begin(boolean waits) {
        long now = System.nanoTime();
        if (waits || isWary(now)) {
            Strand<?> greenlet = Strands.of(Thread.currentThread());
            hub.work.entersCall(greenlet);
            isLeaving = true;
            isToWait = waits;
            Thread.yield();
            if (!hub.runsHere()) {
                return;
            }
            isLeaving = false; // It cannot leave the thread: native code is on its stack.
            hub.work.leavesCall(greenlet);
        }
        begunAt = waits ? 0 : now;
    }

    private boolean isWary(long now) {
        return wasSlow && now - slowAt < WARY_NANOS;
    }

    /// The call has ended, here or elsewhere.
    public void end() {
        if (hub.runsHere()) {
            if (begunAt != 0) {
                note(begunAt);
                begunAt = 0;
            }
        } else {
            if (!hub.seat.hasEnded()) {
                comeHome();
            }
            hub.work.leavesCall(Strands.of(Thread.currentThread()));
        }
    }

    private void comeHome() {
        comingHome.incrementAndGet();
        try {
            Thread.yield();
        } finally {
            comingHome.decrementAndGet();
        }
    }

    private void note(long begun) {
        long now = System.nanoTime();
        if (now - begun >= SLOW_NANOS) {
            slowAt = now;
            wasSlow = true;
        }
    }

    /// Whether a greenlet has made its call elsewhere, and waits for its turn at home. Any thread.
    boolean areComingHome() {
        return comingHome.get() > 0;
    }

    /// To be called after each task: if it was a virtual thread that wants to leave, it was queued last, and goes. Hub's thread only.
    void sendOff(Work work) {
        if (isLeaving) {
            isLeaving = false;
            send(work);
        }
    }

    private void send(Work work) {
        Runnable continuation = work.ready.pollLast();
        boolean mayBeSlow = !isToWait;
        if (!hasThread(() -> run(continuation, mayBeSlow))) {
            work.ready.add(continuation); // It makes its call here, then.
        }
    }

    private static boolean hasThread(Runnable task) {
        try {
            THREADS.execute(task);
            return true;
        } catch (Throwable e) { // no thread or no memory, for example
            return false;
        }
    }

    /// On a thread of the pool. Returns when the greenlet has made its call, or waits in the middle of it.
    private void run(Runnable continuation, boolean mayBeSlow) {
        long begun = System.nanoTime();
        Switching switches = hub.work.switches;
        if (switches == null) {
            continuation.run();
        } else {
            switches.run(continuation);
        }
        if (mayBeSlow) {
            note(begun);
        }
    }
}
