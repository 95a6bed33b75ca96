package io.anyloop.queue;

import io.anyloop.base.Times;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Waiter;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A [Queue] as `java.util.concurrent` has queues.
final class QueueView<T> extends AbstractQueue<T> implements BlockingQueue<T> {
    private final Queue<T> queue;

    QueueView(Queue<T> queue) {
        this.queue = queue;
    }

    // ---------------------------------------------------------------- putting

    @Override
    public boolean offer(T item) {
        return queue.offer(item);
    }

    @Override
    public void put(T item) throws InterruptedException {
        Waiter.throwIfInterrupted();
        queue.insert(item, Times.FOREVER, true);
    }

    @Override
    public boolean offer(T item, long time, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(time);
        Waiter.throwIfInterrupted();
        return nanos > 0 ? queue.insert(item, nanos, true) : queue.offer(item);
    }

    @Override
    public int remainingCapacity() {
        return queue.bound() == Integer.MAX_VALUE
                ? Integer.MAX_VALUE
                : queue.bound() - queue.size();
    }

    // ---------------------------------------------------------------- taking

    @Override
    public T poll() {
        return now(queue.getters);
    }

    @Override
    public T peek() {
        return now(queue.peekers);
    }

    private T now(Line line) {
        try {
            return queue.find(line, null);
        } catch (ShutDownException e) {
            return null;
        }
    }

    @Override
    public T take() throws InterruptedException {
        return await("take", Times.FOREVER);
    }

    @Override
    public T poll(long time, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(time);
        return await("poll", Math.max(0, nanos));
    }

    /// @param nanos at most so long; 0 for not at all
    private T await(String call, long nanos) throws InterruptedException {
        Waiter.throwIfInterrupted();
        T item = queue.find(queue.getters, null);
        return item != null || nanos == 0
                ? item
                : queue.awaitItem(queue.waiter(call, true), queue.getters, nanos);
    }

    @Override
    public int drainTo(Collection<? super T> to) {
        return drainTo(to, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> to, int most) {
        if (to == this) {
            throw new IllegalArgumentException(
                    "%s cannot be drained into itself. Give another collection.".formatted(queue));
        }
        int count = 0;
        for (T item = count < most ? poll() : null; item != null; ) {
            to.add(item);
            count++;
            item = count < most ? poll() : null;
        }
        return count;
    }

    // ---------------------------------------------------------------- looking

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public Iterator<T> iterator() {
        List<T> items = new ArrayList<>();
        Queue<T> copy = queue.copy();
        for (T item = copy.poll(); item != null; item = copy.poll()) {
            items.add(item);
        }
        return Collections.unmodifiableList(items).iterator();
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
