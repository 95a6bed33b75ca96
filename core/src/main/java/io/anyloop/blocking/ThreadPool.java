package io.anyloop.blocking;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Doors;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Strands;
import io.anyloop.sync.AsyncResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Platform threads for what would really block a hub's thread: file access, native code, drivers that pin. Only the
/// greenlet that waits for the result waits.
///
/// ```java
/// try (ThreadPool readers = new ThreadPool(4)) {
///     return readers.apply(() -> Files.readString(file)); // other greenlets run meanwhile
/// }
/// ```
///
/// At most as many tasks as the limit says are with the pool at a time; there is no queue behind it. Whoever submits one
/// more waits for a place, first come first served: a greenlet parks, any other thread really blocks. Threads are
/// daemons, are started when needed, and end when they have been idle for five seconds. Each hub has a pool of its own
/// ([io.anyloop.Hub#threadPool]), closed with the hub. Methods may be called from any thread.
///
/// A task cannot be stopped: killing who waits for it leaves it running, and its place is free again at its end. When such
/// tasks hold all places while others wait for one, that is logged, with what they are at. A task sees
/// neither the thread-locals of its submitter nor a hub. Where the submitter's hub has a host that knows by the thread on
/// whose behalf code runs, as Vert.x by its context, it runs on behalf of the submitter.
///
/// Ordered and unordered streams of results come from a pool of greenlets whose work is offloaded:
/// `item -> threads.apply(() -> work(item))`.
///
/// @see <a href="https://www.gevent.org/api/gevent.threadpool.html">gevent.threadpool</a>
public final class ThreadPool implements AutoCloseable {
    static final Duration IDLE = Duration.ofSeconds(5);

    private final Crew crew;

    /// Makes a pool whose threads end after five idle seconds. No thread is started yet.
    ///
    /// @param max how many tasks at most run at a time, zero or more
    public ThreadPool(int max) {
        this(max, IDLE);
    }

    static {
        Doors.makesPools((name, max, owner) -> new ThreadPool(name, max, IDLE, owner));
    }

    /// Makes a pool. No thread is started yet.
    ///
    /// @param max how many tasks at most run at a time, zero or more
    /// @param idle for how long a thread without a task stays, zero or more
    public ThreadPool(int max, Duration idle) {
        this("anyloop-pool", max, idle, null);
    }

    /// @param owner hears of failures that nobody else is told of; null for the thread's own handler
    ThreadPool(String name, int max, Duration idle, Engine owner) {
        this.crew = new Crew(this, name, max, idle, owner);
    }

    // ---------------------------------------------------------------- tasks

    /// Runs a task on a thread of the pool and waits for its end. On one of the pool's own threads it runs at once, in the
    /// caller: a task may use the pool that it runs on.
    ///
    /// @param <T> the result
    /// @param <X> what the task may throw
    /// @param body the task
    /// @return what it returned
    /// @throws X if the task fails: the same exception
    /// @throws BlockingInLoopException on a loop's own thread
    /// @throws IllegalStateException if the pool is closed
    public <T, X extends Throwable> T apply(Body<T, X> body) throws X {
        Objects.requireNonNull(body, "A pool needs a task to run.");
        if (crew.isHere()) {
            return body.call();
        }
        Hubs.refuseOnLoop("ThreadPool.apply");
        PoolJob<T> job = new PoolJob<>(body, Hubs.carrying(), true);
        crew.submit(job, "ThreadPool.apply");
        try {
            Joins.awaitReady(job.result, "ThreadPool.apply", Times.FOREVER);
        } finally {
            job.forsake();
            if (!job.result.isReady()) {
                crew.abandon(job);
            }
        }
        return job.result.<X>get();
    }

    /// As [#apply(Body)], for a task without a result.
    ///
    /// @param <X> what the task may throw
    /// @param action the task
    /// @throws X if the task fails: the same exception
    public <X extends Throwable> void apply(Action<X> action) throws X {
        apply(Strands.bodyOf(action));
    }

    /// Runs a task on a thread of the pool. Waits for a place for it, if the pool is full, but not for its end. A failure
    /// is reported, and thrown at who asks for the result. On one of the pool's own threads it does not wait for a place:
    /// if no thread is free the task runs in the caller.
    ///
    /// @param <T> the result
    /// @param body the task
    /// @return the result to come
    /// @throws BlockingInLoopException on a loop's own thread, if the pool is full
    /// @throws IllegalStateException if the pool is closed
    public <T> AsyncResult<T> spawn(Body<? extends T, ?> body) {
        Objects.requireNonNull(body, "A pool needs a task to run.");
        return spawn(body, false);
    }

    private <T> AsyncResult<T> spawn(Body<? extends T, ?> body, boolean isAwaited) {
        PoolJob<T> job = new PoolJob<>(body, Hubs.carrying(), isAwaited);
        if (!crew.isHere()) {
            crew.submit(job, "ThreadPool.spawn");
        } else if (!crew.offer(job)) {
            job.run();
        }
        return job.result;
    }

    /// As [#spawn(Body)], for what is sure to be waited for: a failure is not reported.
    <T> AsyncResult<T> begin(Body<? extends T, ?> body) {
        return spawn(body, true);
    }

    /// Applies a function to each item, several at a time, and waits for all results.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param items the items, read as places come free
    /// @param function what to do with each, on a thread of the pool
    /// @return the results, in the order of the items
    /// @throws BlockingInLoopException on a loop's own thread
    /// @throws IllegalStateException if the pool is closed
    public <A, R> List<R> map(
            Iterable<? extends A> items, Function<? super A, ? extends R> function) {
        Objects.requireNonNull(function, "A pool needs a task to run.");
        Hubs.refuseOnLoop("ThreadPool.map");
        List<AsyncResult<R>> results = new ArrayList<>();
        for (A item : items) {
            results.add(begin(() -> function.apply(item)));
        }
        List<R> values = new ArrayList<>(results.size());
        for (AsyncResult<R> result : results) {
            values.add(result.get());
        }
        return values;
    }

    /// Applies a function to each item, several at a time, and gives the results one by one, for inputs that are long or have no
    /// end. Items are read, and begun, while results are asked for: never more are begun and not asked for than the pool has
    /// threads at most. What is begun and not asked for any more runs to its end.
    ///
    /// What the function throws for an item, `next()` throws in its place, and the next call goes on behind it.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param items the items, read on the thread that asks for results
    /// @param function what to do with each, on a thread of the pool
    /// @return the results, in the order of the items, to be iterated over once, by one thread
    /// @throws IllegalStateException if the pool is closed, from `next()` and `hasNext()`
    public <A, R> Iterable<R> imap(
            Iterable<? extends A> items, Function<? super A, ? extends R> function) {
        Objects.requireNonNull(function, "A pool needs a task to run.");
        Iterator<R> results = new Ahead<A, R>(this, items.iterator(), function);
        return () -> results;
    }

    // ---------------------------------------------------------------- size and end

    /// How many tasks at most run at a time.
    ///
    /// @return the limit
    public int max() {
        return crew.max();
    }

    /// How many tasks wait for a place.
    ///
    /// @return the number
    public int waiting() {
        return crew.waiting();
    }

    /// How many threads there are, idle ones included.
    ///
    /// @return the number
    public int threads() {
        return crew.threads();
    }

    /// Changes the limit. Growing lets in those who wait for a place. Shrinking ends idle threads at once and busy ones
    /// after their task; at zero nothing is let in until the pool grows again.
    ///
    /// @param newMax how many tasks at most run at a time, zero or more
    public void resize(int newMax) {
        crew.resize(newMax);
    }

    /// Waits until no task is left.
    ///
    /// @throws BlockingInLoopException on a loop's own thread, if there is any
    public void join() {
        crew.join(Times.FOREVER);
    }

    /// Waits until no task is left, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return false if the time was up first
    /// @throws BlockingInLoopException on a loop's own thread, if there is any
    public boolean join(Duration limit) {
        return crew.join(Times.limit(limit));
    }

    /// Takes no more tasks, and refuses those who wait for a place. Does not wait: tasks that run go on to their end, on
    /// threads that do not keep the program alive. See [#join].
    @Override
    public void close() {
        crew.close();
    }

    @Override
    public String toString() {
        return crew.toString();
    }
}
