package io.anyloop.loop.select;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// The daemon thread that waits for descriptors and times in the place of a host that cannot, and
/// asks its loop for a turn when there is something.
///
/// Between it and the loop's thread: requests go there through a queue and a wake-up, reports come
/// back through a queue and a turn. Both sides put first and wake afterwards, and clear the sign of
/// the wake-up before they take; so nothing stays in a queue unseen.
final class SelectorThread {
    private static final long HOST_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// Asks the selecting thread for something.
    @FunctionalInterface
    private interface Request {
        void carryOut() throws IOException;
    }

    /// Comes before each start. The tests have it fail as the system does.
    static volatile Runnable beforeStart = () -> {};

    private final ExecutorLoop loop;
    private final Descriptors descriptors;
    private final Thread thread;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final Alarm alarm = new Alarm();
    private volatile boolean stopped;

    /// Opens the selector; the thread is not started yet.
    SelectorThread(ExecutorLoop loop) throws IOException {
        this.loop = loop;
        descriptors = new Descriptors(Selector.open());
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("anyloop-executor-selector")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::run);
    }

    /// @throws IllegalStateException if the system gives no thread; then the selector is closed
    void start() {
        try {
            beforeStart.run();
            thread.start();
        } catch (OutOfMemoryError e) {
            descriptors.close();
            throw new IllegalStateException(
                    "The system gives no thread for the selector of the executor loop: %s. Raise the limit of threads (ulimit -u, or that of the container) or of memory, or let this program use fewer, and try again."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /// Asks the thread to end. Any thread.
    void stop() {
        stopped = true;
        descriptors.wakeup();
    }

    boolean isRunning() {
        return thread.isAlive() && thread != Thread.currentThread();
    }

    void arm(Arming arming) {
        request(() -> descriptors.arm(arming));
    }

    void cancel(DescriptorWatch watch) {
        request(() -> descriptors.cancel(watch));
    }

    private void request(Request request) {
        requests.add(request);
        descriptors.wakeup();
    }

    /// Hands over what was found. Loop's thread only.
    void deliver() {
        for (Report r = reports.poll(); r != null; r = reports.poll()) {
            r.deliver();
        }
    }

    /// Sets the time of the next turn, [Long#MAX_VALUE] for none.
    void wakeAt(long nanoTime) {
        if (alarm.set(nanoTime)) {
            descriptors.wakeup();
        }
    }

    private void run() {
        try (descriptors) {
            while (!stopped && loop.hostLives()) {
                watch();
            }
        } catch (IOException | RuntimeException | Error e) {
            loop.hostEnded("The selector of the executor loop is broken, so its hub must end.", e);
        }
    }

    private void watch() throws IOException {
        for (Request r = requests.poll(); r != null; r = requests.poll()) {
            r.carryOut();
        }
        boolean found = descriptors.select(nanosToSleep(), reports);
        if (alarm.take(loop.nanoTime()) || found) {
            loop.wakeup();
        }
    }

    private long nanosToSleep() {
        long at = alarm.sleepUntil();
        long nanos = at == Long.MAX_VALUE ? at : at - loop.nanoTime();
        return loop.hostCanEnd() ? Math.min(nanos, HOST_CHECK_NANOS) : nanos;
    }
}
