package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Mapper;
import io.anyloop.function.Outcome;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/// The results of a mapping by a [Pool], read while the items are worked on. One thread or greenlet reads.
///
/// A greenlet of its own reads the items and spawns a member for each, as long as there are slots and not too many results
/// are unread.
///
/// @param <R> the result
public final class Results<R> extends Guarded implements Iterable<R>, Iterator<R>, AutoCloseable {

    enum Order {
        OF_ITEMS,
        OF_ENDS
    }

    private final Pool pool;
    private final Order order;

    /// A slot for each item that is begun and not read.
    private final Slots unread;

    /// Those to be read, in order: all that were begun, or those that have ended. The two tables grow under the guard,
    /// rarely and less the larger they are.
    private final ArrayDeque<Greenlet<R>> line = new ArrayDeque<>();

    /// Those that have not ended.
    private final Set<Greenlet<R>> tasks = new LinkedHashSet<>();

    private Greenlet<Void> feeder;
    private boolean isFed;
    private boolean isEndTold;
    private Waiter reader;

    Results(Pool pool, Order order, int ahead) {
        this.pool = pool;
        this.order = order;
        this.unread = new Slots(ahead);
    }

    <A> Results<R> start(
            String call, Iterable<? extends A> items, Mapper<? super A, ? extends R, ?> mapper) {
        Objects.requireNonNull(items);
        Objects.requireNonNull(mapper);
        feeder =
                pool.heard(
                        call,
                        () -> {
                            feed(call, items.iterator(), mapper);
                            return null;
                        });
        feeder.whenReady(this::fed);
        pool.startFeeder(feeder);
        return this;
    }

    // ---------------------------------------------------------------- feeding

    private <A> void feed(
            String call, Iterator<? extends A> items, Mapper<? super A, ? extends R, ?> mapper) {
        while (true) {
            unread.take(call, this, Times.FOREVER);
            if (!items.hasNext()) {
                return;
            }
            A item = items.next();
            Greenlet<R> task = pool.newTask(call, () -> mapper.map(item));
            begin(task);
            Membership.startMember(task);
        }
    }

    private void begin(Greenlet<R> task) {
        enter();
        try {
            tasks.add(task);
            if (order == Order.OF_ITEMS) {
                line.add(task);
            }
        } finally {
            exit();
        }
        task.whenReady(() -> ended(task));
    }

    private void ended(Greenlet<R> task) {
        Waiter woken;
        enter();
        try {
            boolean isWanted = tasks.remove(task);
            if (isWanted && order == Order.OF_ENDS) {
                line.add(task);
            }
            woken = claimReader();
        } finally {
            exit();
        }
        resume(woken);
    }

    private void fed() {
        Waiter woken;
        enter();
        try {
            isFed = true;
            woken = claimReader();
        } finally {
            exit();
        }
        resume(woken);
    }

    private Waiter claimReader() {
        Waiter waiter = reader;
        if (waiter == null || !isToldMore()) {
            return null;
        }
        reader = null;
        return waiter.claim() ? waiter : null;
    }

    private static void resume(Waiter woken) {
        if (woken != null) {
            woken.resume();
        }
    }

    // ---------------------------------------------------------------- reading

    /// Whether there is something to say to the reader: a result, or the end.
    private boolean isToldMore() {
        Greenlet<R> first = line.peek();
        return first != null ? first.hasEnded() : isFed && tasks.isEmpty();
    }

    private void await() {
        if (checkOrQueue(null)) {
            return;
        }
        Waiter waiter = Waiter.here("next", this);
        if (checkOrQueue(waiter)) {
            return;
        }
        try {
            waiter.await();
        } finally {
            if (!waiter.isWoken()) {
                checkOrQueue(null);
            }
        }
    }

    private boolean checkOrQueue(Waiter waiter) {
        enter();
        try {
            boolean isMore = isToldMore();
            reader = isMore ? null : waiter;
            return isMore;
        } finally {
            exit();
        }
    }

    /// Waits until there is a result, a failure, or nothing more.
    ///
    /// @return whether [#next] has something to return or to throw
    @Override
    public boolean hasNext() {
        await();
        return hasResult() || !isEndTold && !(feeder.outcome() instanceof Outcome.Returned<Void>);
    }

    private boolean hasResult() {
        enter();
        try {
            return !line.isEmpty();
        } finally {
            exit();
        }
    }

    /// Waits for the next result.
    ///
    /// @return the result
    /// @throws NoSuchElementException if there is none any more. Else what the item failed with, whatever its type; the next
    ///     call goes on behind it. What the input failed with comes last
    /// @throws java.util.concurrent.CancellationException if the item's member was killed, or reading the input was ended by
    ///     a kill of the pool
    @Override
    public R next() {
        return this.<RuntimeException>take();
    }

    /// As [#next], for one who catches the failure of an item: `results.<IOException>take()`.
    ///
    /// @param <X> a checked type that the caller wants to name
    /// @return the result
    /// @throws X what the item failed with
    /// @throws NoSuchElementException if there is none any more
    /// @throws java.util.concurrent.CancellationException as [#next] does
    public <X extends Throwable> R take() throws X {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more results. Ask hasNext() first.");
        }
        Greenlet<R> task = poll();
        if (task == null) {
            isEndTold = true;
            Rethrow.<Void, X>resultOf(
                    feeder.outcome(), feeder); // It did not return, so this throws.
        }
        unread.give();
        return Rethrow.<R, X>resultOf(task.outcome(), task);
    }

    private Greenlet<R> poll() {
        enter();
        try {
            return line.poll();
        } finally {
            exit();
        }
    }

    /// These very results: a second loop goes on where the first one was left, also behind a failure.
    ///
    /// @return this
    @Override
    public Iterator<R> iterator() {
        return this;
    }

    List<R> all() {
        try (this) {
            List<R> all = new ArrayList<>();
            while (hasNext()) {
                all.add(next());
            }
            return all;
        }
    }

    /// Ends the mapping: kills what is still worked on and waits for its end. Failures that nobody has read are reported.
    /// What is thrown into the caller meanwhile stays for its next wait. Does nothing if all was read.
    @Override
    public void close() {
        if (!isEndTold) {
            if (!feeder.hasEnded()) {
                Hubs.refuseOnLoop("Results.close");
            }
            isEndTold = true;
            end(List.of(feeder));
        }
        end(takeAll());
    }

    private static void end(Collection<? extends Greenlet<?>> greenlets) {
        greenlets.forEach(Results::reportFailureOf);
        new Kills(greenlets, Kills.exits()).happen();
        Joins.awaitAllShielded(greenlets, "Results.close");
    }

    private Set<Greenlet<R>> takeAll() {
        Set<Greenlet<R>> all = new LinkedHashSet<>();
        for (Greenlet<R> task = poll(); task != null; task = poll()) {
            all.add(task);
        }
        enter();
        try {
            all.addAll(tasks);
            tasks.clear();
        } finally {
            exit();
        }
        return all;
    }

    /// Reports a failure that would have been thrown at somebody who does not wait any more.
    static void reportFailureOf(Greenlet<?> task) {
        task.whenReady(() -> {
            if (task.outcome() instanceof Outcome.Failed<?>(Throwable cause)) {
                Strands.engine(task).bodyFailed(task, cause);
            }
        });
    }

    @Override
    public String toString() {
        return "a mapping by " + pool;
    }
}
