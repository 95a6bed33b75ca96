package io.anyloop.spring;

import io.anyloop.Hub;
import io.anyloop.group.HubGroup;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/// Ends the hubs of an application after its web server, whose requests are greenlets of theirs.
final class Hubs implements SmartLifecycle {
    /// The web server stops at 2048 below the default, after its requests have been served.
    private static final int AFTER_THE_SERVER = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final HubGroup group;
    private final ExecutorService tasks;
    private final Duration drain;
    private volatile boolean running;

    Hubs(HubGroup group, Duration drain) {
        this.group = group;
        this.tasks = group.executor();
        this.drain = drain;
    }

    /// Runs each task as a greenlet, on the hubs in turn.
    Executor executor() {
        return tasks;
    }

    @Override
    public void start() {
        running = true;
    }

    /// First no more tasks are taken, and those that are there may end; then what has asked the hubs to end before them; then
    /// the hubs.
    @Override
    public void stop() {
        running = false;
        long begin = System.nanoTime();
        tasks.shutdown();
        try {
            if (!tasks.awaitTermination(
                    TimeUnit.NANOSECONDS.convert(drain), TimeUnit.NANOSECONDS)) {
                tasks.shutdownNow();
            }
        } catch (InterruptedException e) {
            tasks.shutdownNow();
            Thread.currentThread().interrupt();
        }
        for (Hub hub : group.hubs()) {
            Duration left = drain.minusNanos(System.nanoTime() - begin);
            hub.drain(left.isNegative() ? Duration.ZERO : left);
        }
        group.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_SERVER;
    }
}
