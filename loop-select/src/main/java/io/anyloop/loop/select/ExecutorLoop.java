package io.anyloop.loop.select;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A hosted loop on any executor that runs its tasks one after another on a platform thread: a
/// single-threaded [java.util.concurrent.ScheduledExecutorService], Swing's event thread, another
/// library's loop.
///
/// ```java
/// ExecutorLoop.on(SwingUtilities::invokeLater, SwingUtilities::isEventDispatchThread)
/// ```
///
/// Each turn is one task of the executor. Descriptors and times are watched by one daemon thread,
/// started when a guest comes: later there might be none to be had; what it finds is reported on the executor's thread, at the
/// beginning of a turn. An executor that replaces its thread between two tasks, as many do after a
/// task threw, is fine.
///
/// An executor that is not fit ends the guest with a message: one whose threads are virtual, one
/// with several threads, one that runs tasks on the thread that submits them. So does one that
/// refuses a turn, or, if it is an [ExecutorService], has been shut down, which is noticed within a
/// second. The guest may hear of that on any thread, also while its last turn is still running.
///
/// [#attach], [#wakeup], [#onLoopThread] and [#close] may be called on any thread, the others on
/// the executor's thread only.
public final class ExecutorLoop implements HostedLoop {
    static final String NAME = "executor";
    static final Set<Capability> CAPABILITIES = Set.of(Capability.DESCRIPTORS);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofMillis(200);

    private enum Life {
        ALONE,
        ATTACHED,
        HOST_ENDED,
        CLOSED
    }

    private final Executor executor;
    private final BooleanSupplier onItsThread;
    private final Runnable task =
            this::runTurn; // one object, so that close can take it out of a queue
    private final Watches watches = new Watches(new Home());
    private final AtomicReference<Life> life = new AtomicReference<>(Life.ALONE);
    private final AtomicBoolean posted = new AtomicBoolean();
    private final AtomicReference<Thread> turning = new AtomicReference<>();
    private volatile Guest guest;
    private volatile Thread host;
    private volatile SelectorThread selectorThread;

    private ExecutorLoop(Executor executor, BooleanSupplier onItsThread) {
        this.executor = executor;
        this.onItsThread = onItsThread;
    }

    /// A loop on an executor whose thread is learned from the first turn.
    ///
    /// @param executor runs its tasks one at a time, on a platform thread; it is not closed with
    ///     the loop
    /// @return the loop
    public static ExecutorLoop on(Executor executor) {
        return new ExecutorLoop(Objects.requireNonNull(executor, "executor"), null);
    }

    /// A loop on an executor that can say whether the caller is on its thread. A turn on a thread
    /// where it says no ends the guest.
    ///
    /// @param executor runs its tasks one at a time, on a platform thread; it is not closed with
    ///     the loop
    /// @param onItsThread whether the caller is on the executor's thread; called on any thread
    /// @return the loop
    public static ExecutorLoop on(Executor executor, BooleanSupplier onItsThread) {
        return new ExecutorLoop(
                Objects.requireNonNull(executor, "executor"),
                Objects.requireNonNull(onItsThread, "onItsThread"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /// @throws UncheckedIOException if the system refuses a selector, for example because too many
    ///     files are open; then there is no guest, and another can come
    /// @throws IllegalStateException if there is a guest already, the loop is closed, or the system
    ///     gives no thread; in the last case another can come
    @Override
    public void attach(Guest guest) {
        Objects.requireNonNull(guest, "guest");
        if (!life.compareAndSet(Life.ALONE, Life.ATTACHED)) {
            throw new IllegalStateException(
                    life.get() == Life.CLOSED
                            ? "attach on an executor loop that is closed: make a new one with"
                                    + " ExecutorLoop.on."
                            : "This executor loop has a guest already: each hub needs a loop of its"
                                    + " own.");
        }
        try {
            startSelectorThread();
        } catch (IOException e) {
            life.compareAndSet(Life.ATTACHED, Life.ALONE);
            throw new UncheckedIOException(
                    "The system refused a selector for the executor loop: %s. If that is a limit (ulimit -n for open files), raise it, or close some, and try again."
                            .formatted(e.getMessage()),
                    e);
        } catch (Throwable e) {
            life.compareAndSet(Life.ATTACHED, Life.ALONE);
            throw e;
        }
        this.guest = guest; // last: before it there are no wake-ups, so no turns
    }

    @Override
    public void wakeup() {
        // An exchange even where one is posted already: what was written before this call must be
        // seen by the turn that takes the sign away.
        if (guest == null || life.get() != Life.ATTACHED || posted.getAndSet(true)) {
            return;
        }
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            hostEnded(
                    "The executor "
                            + executor
                            + " refused a turn of the hub: it was shut down, or its queue is full."
                            + " Close the hub before its executor, and give it an executor with an"
                            + " unbounded queue.",
                    e);
        } catch (RuntimeException | Error e) {
            hostEnded("The executor " + executor + " failed to take a turn of the hub: " + e, e);
        }
    }

    private void runTurn() {
        posted.getAndSet(false); // first: whoever comes from here on gets a turn of its own
        Thread me = Thread.currentThread();
        if (life.get() != Life.ATTACHED || isUnfit(me)) {
            return;
        }
        Thread other = turning.compareAndExchange(null, me);
        if (other != null) {
            hostEnded(overlap(me, other), null);
            return;
        }
        try {
            host = me;
            turn();
        } finally {
            turning.set(null);
        }
    }

    private void turn() {
        SelectorThread selector = selectorThread;
        if (selector != null) {
            try {
                selector.deliver();
            } catch (RuntimeException | Error e) {
                wakeup(); // what was left behind is not lost
                throw e;
            }
        }
        Guest now = guest;
        if (now != null && life.get() == Life.ATTACHED) {
            now.turn();
        }
    }

    private boolean isUnfit(Thread me) {
        if (me.isVirtual()) {
            hostEnded(
                    ("The executor %s ran a turn of the hub on the virtual thread %s, which cannot"
                                    + " carry greenlets: give it a platform thread, for example"
                                    + " Executors.newSingleThreadExecutor().")
                            .formatted(executor, me),
                    null);
            return true;
        }
        if (onItsThread != null && !onItsThread.getAsBoolean()) {
            hostEnded(
                    ("The executor %s ran a turn of the hub on %s, which is not its thread"
                                    + " according to the test given to ExecutorLoop.on: give an"
                                    + " executor and a test that belong together.")
                            .formatted(executor, me),
                    null);
            return true;
        }
        return false;
    }

    private String overlap(Thread me, Thread other) {
        if (me == other) {
            return ("The executor %s ran a turn of the hub inside another one on %s: it runs tasks"
                            + " on the thread that submits them. Give an executor that has a"
                            + " thread of its own.")
                    .formatted(executor, me);
        }
        return ("The executor %s ran two turns of the hub at once, on %s and on %s, but greenlets"
                        + " run one at a time. Give an executor with one thread, for example"
                        + " Executors.newSingleThreadExecutor().")
                .formatted(executor, other, me);
    }

    @Override
    public void wakeAt(long nanoTime) {
        checkThread("wakeAt");
        SelectorThread selector = selectorThread;
        if (life.get() != Life.ATTACHED || selector == null) {
            return;
        }
        boolean soon = nanoTime - nanoTime() <= 0;
        if (soon) {
            wakeup();
        }
        selector.wakeAt(soon ? Long.MAX_VALUE : nanoTime);
    }

    @Override
    public boolean onLoopThread() {
        return onItsThread != null ? onItsThread.getAsBoolean() : Thread.currentThread() == host;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return watches.watch(descriptor, generation, readiness);
    }

    /// Lets go of the executor, which goes on. Any thread. Where a turn is under way on another
    /// thread, this waits for its end, but not for long: whoever is in it may be waiting for us.
    @Override
    public void close() {
        if (life.getAndSet(Life.CLOSED) == Life.CLOSED) {
            return;
        }
        guest = null;
        if (executor instanceof ThreadPoolExecutor pool) {
            pool.remove(task);
        }
        SelectorThread selector = selectorThread;
        if (selector != null) {
            selector.stop();
        }
        if (!Thread.currentThread().isVirtual()) { // it might be a greenlet of the very turn
            awaitQuiet(selector);
        }
    }

    private void awaitQuiet(SelectorThread selector) {
        long start = System.nanoTime();
        while (isTurningElsewhere() || (selector != null && selector.isRunning())) {
            if (System.nanoTime() - start > PATIENCE_AT_CLOSE.toNanos()) {
                return;
            }
            LockSupport.parkNanos(50_000);
        }
    }

    private boolean isTurningElsewhere() {
        Thread inTurn = turning.get();
        return inTurn != null && inTurn != Thread.currentThread();
    }

    /// Whether the host is of a kind that can be asked whether it has ended.
    boolean hostCanEnd() {
        return executor instanceof ExecutorService;
    }

    /// Looks whether the host still takes tasks, and ends the guest where it does not.
    boolean hostLives() {
        if (guest != null && executor instanceof ExecutorService service && service.isShutdown()) {
            hostEnded(
                    "The executor "
                            + executor
                            + " was shut down under the hub that runs on it: close the hub first.",
                    null);
            return false;
        }
        return true;
    }

    /// Ends the guest, once, whoever comes first. Any thread.
    void hostEnded(String message, Throwable cause) {
        if (!life.compareAndSet(Life.ATTACHED, Life.HOST_ENDED)) {
            return;
        }
        SelectorThread selector = selectorThread;
        if (selector != null) {
            selector.stop();
        }
        Guest last = guest;
        if (last != null) {
            last.hostClosed(new IllegalStateException(message, cause));
        }
    }

    private void startSelectorThread() throws IOException {
        SelectorThread selector = new SelectorThread(this);
        selector.start();
        selectorThread = selector;
        if (life.get() != Life.ATTACHED) {
            selector.stop(); // who ended the loop meanwhile may have seen no thread to stop
        }
    }

    private void checkThread(String call) {
        if (!onLoopThread()) {
            throw new WrongThreadException(
                    ("%s was called on %s, which is not the thread of the executor %s (%s):"
                                    + " call it in a task of the executor.")
                            .formatted(
                                    call,
                                    Thread.currentThread(),
                                    executor,
                                    host == null ? "not known before the first turn" : host));
        }
    }

    private final class Home implements Watches.Home {
        @Override
        public void check(String call) {
            Life now = life.get();
            if (now == Life.CLOSED || now == Life.HOST_ENDED) {
                throw new IllegalStateException(
                        call
                                + " on an executor loop "
                                + (now == Life.CLOSED
                                        ? "that is closed: make a new one with ExecutorLoop.on."
                                        : "whose executor has ended: nothing will run on it any"
                                                + " more."));
            }
            checkThread(call);
        }

        @Override
        public boolean isClosed() {
            Life now = life.get();
            return now == Life.CLOSED || now == Life.HOST_ENDED;
        }

        @Override
        public void arm(Arming arming) {
            selectorThread.arm(arming);
        }

        @Override
        public void cancel(DescriptorWatch watch) {
            selectorThread.cancel(watch);
        }
    }
}
