package io.anyloop.blocking;

import io.anyloop.kernel.Hubs;
import io.anyloop.sync.AsyncResult;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// The results of a mapping by a [ThreadPool]: as many items are begun ahead of the one that is asked for as the pool has
/// threads. One thread or greenlet.
final class Ahead<A, R> implements Iterator<R> {
    private final ThreadPool pool;
    private final Iterator<? extends A> items;
    private final Function<? super A, ? extends R> function;
    private final ArrayDeque<AsyncResult<R>> begun = new ArrayDeque<>();

    /// Was read, and not begun if the wait for a place was cut short.
    private A held;

    private boolean isHeld;

    Ahead(ThreadPool pool, Iterator<? extends A> items, Function<? super A, ? extends R> function) {
        this.pool = pool;
        this.items = items;
        this.function = function;
    }

    @Override
    public boolean hasNext() {
        return isHeld || !begun.isEmpty() || items.hasNext();
    }

    @Override
    public R next() {
        Hubs.refuseOnLoop("ThreadPool.imap");
        begin();
        AsyncResult<R> first = begun.peek();
        if (first == null) {
            throw new NoSuchElementException("There are no more results. Ask hasNext() first.");
        }
        first.await();
        begun.remove(); // Not before: a wait that is cut short loses no result.
        return first.get();
    }

    private void begin() {
        while (begun.size() < Math.max(1, pool.max()) && (isHeld || items.hasNext())) {
            if (!isHeld) {
                held = items.next();
                isHeld = true;
            }
            A item = held;
            begun.add(pool.begin(() -> function.apply(item)));
            isHeld = false;
            held = null;
        }
    }
}
