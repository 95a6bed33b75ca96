package io.anyloop.blocking;

import io.anyloop.base.Times;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.kernel.Engine;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// The threads of a [ThreadPool]: which of them has a task, who waits for a place, and who for the end of all. Any thread.
final class Crew extends Guarded {
    final String name;
    private final ThreadPool pool;
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

    /// @param pool whose threads they are, for those who wait and for reports
    /// @param owner hears of failures that nobody else is told of; null for the thread's own handler
    Crew(ThreadPool pool, String name, int max, Duration idle, Engine owner) {
        this.pool = pool;
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

    /// Whether this runs on a thread of these.
    boolean isHere() {
        return has(Thread.currentThread());
    }

    boolean has(Thread thread) {
        return thread instanceof PoolThread own && own.crew == this;
    }

    /// Hands a task to a thread. Waits for a place for it.
    void submit(PoolJob<?> job, String call) {
        if (offer(job)) {
            return;
        }
        PoolPlace.Submitter submitter = new PoolPlace.Submitter(Waiter.here(call, pool), job);
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

    /// Hands a task to a thread if there is a place.
    boolean offer(PoolJob<?> job) {
        return offer(job, null);
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
                owner.report(pool, failure);
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
        PoolPlace.Idler idler = new PoolPlace.Idler(Waiter.here("ThreadPool", pool));
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

    /// Who waited for a task does not any more, and the task goes on.
    void abandon(PoolJob<?> job) {
        abandoned.add(job, submitters);
    }

    // ---------------------------------------------------------------- size and end

    int max() {
        return read(() -> max);
    }

    int waiting() {
        return read(() -> submitters.size());
    }

    int threads() {
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

    void resize(int newMax) {
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
    /// @return false if the time was up first
    boolean join(long nanos) {
        if (isIdle(null)) {
            return true;
        }
        Place.Waiting joiner = new Place.Waiting(Waiter.here("ThreadPool.join", pool));
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

    /// Takes no more tasks, and refuses those who wait for a place.
    void close() {
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
    void enterGuard() {
        enter();
    }

    /// [#exit], likewise.
    void exitGuard() {
        exit();
    }
}
