package io.anyloop.tck.loop;

import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A guest that takes down what its host does with it, and runs what a case gives it.
public final class GuestProbe implements Guest {
    private final HostedLoop loop;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicInteger deepest = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Throwable> ends = new CopyOnWriteArrayList<>();
    private volatile Runnable inEachTurn = () -> {};
    private volatile long lastTurnAt;

    GuestProbe(HostedLoop loop) {
        this.loop = loop;
    }

    @Override
    public void turn() {
        deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
        lastTurnAt = loop.nanoTime();
        threads.add(Thread.currentThread());
        turns.incrementAndGet();
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        inEachTurn.run();
        depth.decrementAndGet();
    }

    @Override
    public void hostClosed(Throwable cause) {
        ends.add(cause);
    }

    /// Runs a task in a turn to come.
    void inTurn(Runnable task) {
        tasks.add(task);
        loop.wakeup();
    }

    public void inEachTurn(Runnable action) {
        inEachTurn = action;
    }

    public int turns() {
        return turns.get();
    }

    /// How many turns have begun and not ended.
    int underWay() {
        return depth.get();
    }

    /// How many turns there were at once, at most.
    int deepest() {
        return deepest.get();
    }

    Set<Thread> threads() {
        return threads;
    }

    List<Throwable> ends() {
        return ends;
    }

    /// When the last turn began, on the loop's clock.
    public long lastTurnAt() {
        return lastTurnAt;
    }
}
