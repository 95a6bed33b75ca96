package io.anyloop.blocking;

import io.anyloop.base.Times;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Doors;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Strands;
import io.anyloop.sync.AsyncResult;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;

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
public final class ThreadPool extends Guarded implements AutoCloseable {
    static final Duration IDLE = Duration.ofSeconds(5);

    final String name;
    private final long idleNanos;
    private final Engine owner;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final AbandonedJobs abandoned = new AbandonedJobs(this);
    private final Line submitters = new Line();
    private final Line idlers = new Line();
    private final Line joiners = new Line();
    private final AtomicInteger started = new AtomicInteger();
    private int max;

    /// Threads that have a task.
    private int busy;

    private int threads;
    private boolean closed;

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
        this.name = name;
        this.max = checked(max);
        this.idleNanos = Times.nanos(idle, "An idle time");
        this.owner = owner;
    }

    private static int checked(int max) {
        if (max < 0) {
            throw new IllegalArgumentException(
                    "A pool cannot have fewer than 0 threads, this is %d. 0 lets nothing run until it grows."
                            .formatted(max));
        }
        return max;
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
        if (isOnOwnThread()) {
            return body.call();
        }
        Hubs.refuseOnLoop("ThreadPool.apply");
        PoolJob<T> job = new PoolJob<>(body, Hubs.carrying(), true);
        submit(job, "ThreadPool.apply");
        try {
            Joins.awaitReady(job.result, "ThreadPool.apply", Times.FOREVER);
        } finally {
            job.forsake();
            if (!job.result.isReady()) {
                abandoned.add(job, submitters);
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
        if (!isOnOwnThread()) {
            submit(job, "ThreadPool.spawn");
        } else if (!offer(job, null)) {
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

    private boolean isOnOwnThread() {
        return Thread.currentThread() instanceof PoolThread own && own.pool == this;
    }

    // ---------------------------------------------------------------- places

    private void submit(PoolJob<?> job, String call) {
        if (offer(job, null)) {
            return;
        }
        PoolPlace.Submitter submitter = new PoolPlace.Submitter(Waiter.here(call, this), job);
        if (offer(job, submitter)) {
            return;
        }
        try {
            abandoned.look(submitters);
            submitter.waiter().await();
        } finally {
            if (!submitter.waiter().isWoken()) {
                leave(submitters, submitter);
            }
        }
        if (isRefused(submitter)) {
            throw refusal();
        }
    }

    private boolean isRefused(PoolPlace.Submitter submitter) {
        enter();
        try {
            return submitter.refused;
        } finally {
            exit();
        }
    }

    /// Hands a task to a thread if there is a place, else lets its submitter stand in line.
    ///
    /// @param submitter null for one who would not wait
    /// @return false if there is no place
    private boolean offer(PoolJob<?> job, PoolPlace.Submitter submitter) {
        enter();
        try {
            if (closed) {
                throw refusal();
            }
            if (busy >= max) {
                if (submitter != null) {
                    submitters.add(submitter);
                }
                return false;
            }
            busy++;
        } finally {
            exit();
        }
        if (!hand(job)) {
            fill();
        }
        return true;
    }

    /// Hands a task that has its place to a thread that is idle, or to a new one. The hub hears of it before it can end.
    ///
    /// @return false if there is no thread: then the task has failed, and its place is free
    private boolean hand(PoolJob<?> job) {
        job.begin();
        PoolPlace.Idler idler;
        enter();
        try {
            idler = (PoolPlace.Idler) idlers.claimFirst();
            if (idler == null) {
                threads++;
            } else {
                idler.next = job;
            }
        } finally {
            exit();
        }
        if (idler == null) {
            return start(job);
        }
        idler.resume();
        return true;
    }

    private boolean start(PoolJob<?> job) {
        try {
            PoolThread thread =
                    new PoolThread(this, name + "-" + started.incrementAndGet(), () -> work(job));
            thread.setContextClassLoader(loader);
            thread.setUncaughtExceptionHandler(this::report);
            PlatformThreads.start(thread);
            return true;
        } catch (Throwable e) {
            // The system gives no thread. Its task must say so, and the place must not be lost.
            job.fail(e);
            threadEnds(job);
            return false;
        }
    }

    private void threadEnds(PoolJob<?> last) {
        Place joined;
        enter();
        try {
            abandoned.over(last);
            busy--;
            threads--;
            joined = busy == 0 ? joiners.claimAll() : null;
        } finally {
            exit();
        }
        Line.resumeAll(joined);
        last.end();
    }

    /// Lets in who waits while there are places.
    private void fill() {
        while (true) {
            PoolPlace.Submitter submitter;
            enter();
            try {
                submitter = busy < max ? (PoolPlace.Submitter) submitters.claimFirst() : null;
                if (submitter == null) {
                    return;
                }
                busy++;
            } finally {
                exit();
            }
            hand(submitter.job);
            submitter.resume();
        }
    }

    private void leave(Line line, Place place) {
        enter();
        try {
            line.remove(place);
        } finally {
            exit();
        }
    }

    private void report(Thread thread, Throwable failure) {
        try {
            if (owner != null) {
                owner.report(this, failure);
            } else {
                thread.getThreadGroup().uncaughtException(thread, failure);
            }
        } catch (Throwable e) {
            // A handler that fails itself, of which there is nobody left to tell.
        }
    }

    // ---------------------------------------------------------------- on the pool's threads

    private void work(PoolJob<?> first) {
        for (PoolJob<?> job = first; job != null; job = next(job)) {
            job.run();
        }
    }

    /// The next task for a thread that has done one: that of the first who waits for a place, so that none is idle in
    /// between, or one that comes in time.
    private PoolJob<?> next(PoolJob<?> done) {
        Thread.interrupted(); // What a task left behind is not for the next one.
        PoolPlace.Idler idler = new PoolPlace.Idler(Waiter.here("ThreadPool", this));
        PoolPlace.Submitter submitter;
        boolean stays = true;
        Place joined = null;
        enter();
        try {
            abandoned.over(done);
            submitter = busy <= max ? (PoolPlace.Submitter) submitters.claimFirst() : null;
            if (submitter == null) {
                busy--;
                stays = !closed && threads <= max;
                if (stays) {
                    idlers.add(idler);
                } else {
                    threads--;
                }
                joined = busy == 0 ? joiners.claimAll() : null;
            }
        } finally {
            exit();
        }
        // The hub must hear of the next task, and of who is let go, before it hears of the end of
        // this one.
        if (submitter != null) {
            submitter.job.begin();
            submitter.resume();
        }
        Line.resumeAll(joined);
        done.end();
        if (submitter != null) {
            return submitter.job;
        }
        return stays ? await(idler) : null;
    }

    private PoolJob<?> await(PoolPlace.Idler idler) {
        boolean woken = idler.waiter().await(idleNanos);
        enter();
        try {
            if (!woken) {
                idlers.remove(idler);
                threads--;
            }
            // Under the guard: one may see that it was claimed before it sees what it was given.
            return idler.next;
        } finally {
            exit();
        }
    }

    // ---------------------------------------------------------------- size and end

    /// How many tasks at most run at a time.
    ///
    /// @return the limit
    public int max() {
        return read(() -> max);
    }

    /// How many tasks wait for a place.
    ///
    /// @return the number
    public int waiting() {
        return read(() -> submitters.size());
    }

    /// How many threads there are, idle ones included.
    ///
    /// @return the number
    public int threads() {
        return read(() -> threads);
    }

    private int read(IntSupplier value) {
        enter();
        try {
            return value.getAsInt();
        } finally {
            exit();
        }
    }

    /// Changes the limit. Growing lets in those who wait for a place. Shrinking ends idle threads at once and busy ones
    /// after their task; at zero nothing is let in until the pool grows again.
    ///
    /// @param newMax how many tasks at most run at a time, zero or more
    public void resize(int newMax) {
        checked(newMax);
        Place spare;
        enter();
        try {
            max = newMax;
            spare = claimSpare();
        } finally {
            exit();
        }
        Line.resumeAll(spare);
        fill();
    }

    /// Idle threads that are too many. Under the guard.
    private Place claimSpare() {
        Place head = null;
        while (threads > (closed ? busy : max)) {
            Place idler = idlers.claimFirst();
            if (idler == null) {
                break;
            }
            threads--;
            idler.next(head);
            head = idler;
        }
        return head;
    }

    /// Waits until no task is left.
    ///
    /// @throws BlockingInLoopException on a loop's own thread, if there is any
    public void join() {
        join(Times.FOREVER);
    }

    /// Waits until no task is left, at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return false if the time was up first
    /// @throws BlockingInLoopException on a loop's own thread, if there is any
    public boolean join(Duration limit) {
        return join(Times.limit(limit));
    }

    private boolean join(long nanos) {
        if (isIdle(null)) {
            return true;
        }
        Place.Waiting joiner = new Place.Waiting(Waiter.here("ThreadPool.join", this));
        if (isIdle(joiner)) {
            return true;
        }
        try {
            return joiner.waiter().await(nanos);
        } finally {
            if (!joiner.waiter().isWoken()) {
                leave(joiners, joiner);
            }
        }
    }

    private boolean isIdle(Place joiner) {
        enter();
        try {
            if (busy > 0 && joiner != null) {
                joiners.add(joiner);
            }
            return busy == 0;
        } finally {
            exit();
        }
    }

    /// Takes no more tasks, and refuses those who wait for a place. Does not wait: tasks that run go on to their end, on
    /// threads that do not keep the program alive. See [#join].
    @Override
    public void close() {
        Place spare;
        Place refused;
        enter();
        try {
            closed = true;
            spare = claimSpare();
            refused = submitters.claimAll();
            for (Place place = refused; place != null; place = place.next()) {
                ((PoolPlace.Submitter) place).refused = true;
            }
        } finally {
            exit();
        }
        Line.resumeAll(refused);
        Line.resumeAll(spare);
    }

    private IllegalStateException refusal() {
        return owner == null
                ? new IllegalStateException(
                        "This thread pool is closed and takes no more tasks. Make another one.")
                : owner.lifetime().closed("Its thread pool takes no more tasks.");
    }

    @Override
    public String toString() {
        enter();
        try {
            return "ThreadPool[%s, %d of %d busy]".formatted(name, busy, max);
        } finally {
            exit();
        }
    }

    /// [#enter], for what belongs to this.
    final void enterGuard() {
        enter();
    }

    /// [#exit], likewise.
    final void exitGuard() {
        exit();
    }
}
