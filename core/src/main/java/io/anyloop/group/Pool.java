package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.function.Action;
import io.anyloop.function.BiMapper;
import io.anyloop.function.Body;
import io.anyloop.function.Mapper;
import io.anyloop.function.Outcome;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Kills;
import io.anyloop.kernel.Strands;
import io.anyloop.waiting.Remaining;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A [Group] of limited size: who wants to add a greenlet waits until there is a slot. Those who wait are served in the
/// order in which they came. Any thread, and greenlets of any hub.
///
/// ```java
/// var pool = new Pool(20);
/// for (String page : pool.imapUnordered(urls, url -> fetch(url))) {
///     pages.add(page);
/// }
/// ```
///
/// A member that spawns into its own full pool waits for itself, and so may all of them: [io.anyloop.exceptions.LoopExit] names it in a closed
/// world. [#apply] is made for members.
///
/// @see <a href="https://www.gevent.org/api/gevent.pool.html">gevent.pool.Pool</a>
public final class Pool extends SlottedMembership {
    /// How far mappings of a pool without limit read ahead.
    private static final int AHEAD = 256;

    /// The greenlets that read the inputs of mappings.
    private final Roll feeders = new Roll(() -> {});

    /// How far mappings read ahead, unless they are told.
    private final int ahead;

    private Pool(Slots slots, Hub hub) {
        super(slots, hub);
        this.ahead = slots.size() == Slots.UNLIMITED ? AHEAD : Math.max(1, slots.size()) * 2;
    }

    /// A pool that spawns on the hub of whoever spawns.
    ///
    /// @param size how many members there may be, zero or more
    public Pool(int size) {
        this(Slots.of(size), null);
    }

    /// A pool that spawns on one hub, so also for callers that are on none.
    ///
    /// @param size how many members there may be, zero or more
    /// @param hub the hub
    public Pool(int size, Hub hub) {
        this(Slots.of(size), Objects.requireNonNull(hub));
    }

    /// A pool that is never full, on the hub of whoever spawns.
    ///
    /// @return the pool
    public static Pool unlimited() {
        return new Pool(new Slots(Slots.UNLIMITED), null);
    }

    /// A pool that is never full, on one hub.
    ///
    /// @param hub the hub
    /// @return the pool
    public static Pool unlimited(Hub hub) {
        return new Pool(new Slots(Slots.UNLIMITED), Objects.requireNonNull(hub));
    }

    // ---------------------------------------------------------------- applying

    /// Runs code as a member and waits for its result, as if it were called here, but with a slot. A member that calls
    /// this has a slot, and runs the code itself. If the caller is killed while it waits, the code goes on.
    ///
    /// @param <T> the result
    /// @param <X> what the code may throw
    /// @param body the code
    /// @return what the code returned
    /// @throws X if the code fails: the same exception, which is reported only if nobody is there to be thrown at
    /// @throws java.util.concurrent.CancellationException if the member was killed
    public <T, X extends Throwable> T apply(Body<T, X> body) throws X {
        Objects.requireNonNull(body);
        if (roll.hasCaller()) {
            return body.call();
        }
        Hubs.refuseOnLoop("apply");
        Greenlet<T> task = heard("Pool.apply", body);
        take("apply");
        enlistAndStart(task, true);
        try {
            Joins.await(task, "apply", Times.FOREVER);
        } catch (Throwable e) {
            Results.reportFailureOf(task);
            throw e;
        }
        return Rethrow.<T, X>resultOf(task.outcome(), task);
    }

    /// As [#apply(Body)], for code without a result.
    ///
    /// @param <X> what the code may throw
    /// @param action the code
    /// @throws X if the code fails: the same exception
    public <X extends Throwable> void apply(Action<X> action) throws X {
        apply(Strands.bodyOf(action));
    }

    /// Spawns a member without ever waiting: while the pool is full, the greenlet that is returned waits for a slot itself,
    /// and is a member from then on. Also from callbacks on a loop.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    public <T> Greenlet<T> applyAsync(Body<? extends T, ?> body) {
        Objects.requireNonNull(body, "A greenlet needs a body to run.");
        hubFor("Pool.applyAsync");
        if (slots.tryTake()) {
            Greenlet<T> member = newMember("Pool.applyAsync", body);
            return enlistAndStart(member, false);
        }
        Greenlet<T> candidate =
                newMember(
                        "Pool.applyAsync",
                        () -> {
                            awaitAdmission();
                            return body.call();
                        });
        roll.enlistCandidate(candidate);
        return startMember(candidate);
    }

    /// As [#applyAsync(Body)], for code without a result.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    public Greenlet<Void> applyAsync(Action<?> action) {
        return applyAsync(Strands.bodyOf(action));
    }

    private void awaitAdmission() {
        take("applyAsync");
        if (!roll.admit(Greenlet.current())) {
            slots.give();
        }
    }

    /// As [#applyAsync(Body)], with a callback that hears the result if the code returns one, and only then. It runs in a
    /// greenlet of its own and may wait.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @param callback hears the result
    /// @return the greenlet, started
    public <T> Greenlet<T> applyAsync(Body<? extends T, ?> body, Consumer<? super T> callback) {
        Objects.requireNonNull(callback);
        Greenlet<T> greenlet = applyAsync(body);
        greenlet.linkValue(ended -> {
            if (ended.outcome() instanceof Outcome.Returned<T>(T value)) {
                callback.accept(value);
            }
        });
        return greenlet;
    }

    /// As [#applyAsync(Action)], with a callback that is run if the code comes to its end, and only then: in a greenlet of
    /// its own, where it may wait.
    ///
    /// @param action what it runs
    /// @param callback is run afterwards
    /// @return the greenlet, started
    public Greenlet<Void> applyAsync(Action<?> action, Runnable callback) {
        Objects.requireNonNull(callback);
        return applyAsync(Strands.bodyOf(action), none -> callback.run());
    }

    // ---------------------------------------------------------------- mapping

    /// Does something with each item, as members, and waits for all results. If one fails, or the input does, what is left
    /// is killed. The input is read in a greenlet of its own, and may wait.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param items the items
    /// @param mapper what to do
    /// @return the results in the order of the items
    /// @throws X if one fails: the same exception, that of the first item that failed
    /// @throws java.util.concurrent.CancellationException if a member or the pool was killed
    public <A, R, X extends Throwable> List<R> map(
            Iterable<? extends A> items, Mapper<? super A, ? extends R, X> mapper) throws X {
        Hubs.refuseOnLoop("map");
        return new Results<R>(this, Results.Order.OF_ITEMS, Slots.UNLIMITED)
                .start("Pool.map", items, mapper)
                .all();
    }

    /// As [#map(Iterable, Mapper)], with pairs of items from two inputs, as long as both have one.
    ///
    /// @param <A> the items of the first input
    /// @param <B> the items of the second input
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param first the first input
    /// @param second the second input
    /// @param mapper what to do
    /// @return the results in the order of the items
    /// @throws X if one fails: the same exception
    public <A, B, R, X extends Throwable> List<R> map(
            Iterable<? extends A> first,
            Iterable<? extends B> second,
            BiMapper<? super A, ? super B, ? extends R, X> mapper)
            throws X {
        return this.<Pair<A, B>, R, X>map(Pair.zip(first, second), Pair.each(mapper));
    }

    /// Does something with each item, as members, while the results are read. At most twice as many items are begun and not
    /// read as the pool has slots (256 without limit). Close what is not read to its end.
    ///
    /// A failure is thrown by [Results#next] at the place of its item, whatever its type, and the next call goes on;
    /// that of the input comes at the end. An iterator cannot say what it throws, so this method says it instead.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param items the items, read in a greenlet of its own, so that reading may wait
    /// @param mapper what to do
    /// @return the results in the order of the items
    /// @throws X not here, but by [Results#next]
    public <A, R, X extends Throwable> Results<R> imap(
            Iterable<? extends A> items, Mapper<? super A, ? extends R, X> mapper) throws X {
        return this.<A, R, X>imap(items, mapper, ahead);
    }

    /// As [#imap(Iterable, Mapper)], with a bound of one's own.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param items the items
    /// @param mapper what to do
    /// @param ahead how many items may be begun and not read, one or more
    /// @return the results in the order of the items
    /// @throws X not here, but by [Results#next]
    public <A, R, X extends Throwable> Results<R> imap(
            Iterable<? extends A> items, Mapper<? super A, ? extends R, X> mapper, int ahead)
            throws X {
        return new Results<R>(this, Results.Order.OF_ITEMS, bound(ahead))
                .start("Pool.imap", items, mapper);
    }

    /// As [#imap(Iterable, Mapper)], with pairs of items from two inputs, as long as both have one.
    ///
    /// @param <A> the items of the first input
    /// @param <B> the items of the second input
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param first the first input
    /// @param second the second input
    /// @param mapper what to do
    /// @return the results in the order of the items
    /// @throws X not here, but by [Results#next]
    public <A, B, R, X extends Throwable> Results<R> imap(
            Iterable<? extends A> first,
            Iterable<? extends B> second,
            BiMapper<? super A, ? super B, ? extends R, X> mapper)
            throws X {
        return this.<Pair<A, B>, R, X>imap(Pair.zip(first, second), Pair.each(mapper));
    }

    /// As [#imap(Iterable, Mapper)], each result as soon as it is there.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param items the items
    /// @param mapper what to do
    /// @return the results in the order in which they come
    /// @throws X not here, but by [Results#next]
    public <A, R, X extends Throwable> Results<R> imapUnordered(
            Iterable<? extends A> items, Mapper<? super A, ? extends R, X> mapper) throws X {
        return this.<A, R, X>imapUnordered(items, mapper, ahead);
    }

    /// As [#imapUnordered(Iterable, Mapper)], with a bound of one's own.
    ///
    /// @param <A> the items
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param items the items
    /// @param mapper what to do
    /// @param ahead how many items may be begun and not read, one or more
    /// @return the results in the order in which they come
    /// @throws X not here, but by [Results#next]
    public <A, R, X extends Throwable> Results<R> imapUnordered(
            Iterable<? extends A> items, Mapper<? super A, ? extends R, X> mapper, int ahead)
            throws X {
        return new Results<R>(this, Results.Order.OF_ENDS, bound(ahead))
                .start("Pool.imapUnordered", items, mapper);
    }

    /// As [#imapUnordered(Iterable, Mapper)], with pairs of items from two inputs, as long as both have one.
    ///
    /// @param <A> the items of the first input
    /// @param <B> the items of the second input
    /// @param <R> the results
    /// @param <X> what doing it may throw
    /// @param first the first input
    /// @param second the second input
    /// @param mapper what to do
    /// @return the results in the order in which they come
    /// @throws X not here, but by [Results#next]
    public <A, B, R, X extends Throwable> Results<R> imapUnordered(
            Iterable<? extends A> first,
            Iterable<? extends B> second,
            BiMapper<? super A, ? super B, ? extends R, X> mapper)
            throws X {
        return this.<Pair<A, B>, R, X>imapUnordered(Pair.zip(first, second), Pair.each(mapper));
    }

    private static int bound(int ahead) {
        if (ahead < 1) {
            throw new IllegalArgumentException(
                    "A mapping must be allowed to read ahead one item or more, not %d."
                            .formatted(ahead));
        }
        return ahead;
    }

    /// Starts the greenlet that reads the input of a mapping.
    void startFeeder(Greenlet<?> feeder) {
        feeders.enlist(feeder, true);
        startMember(feeder);
    }

    /// Waits for a slot for one item of a mapping. Whoever gets the task has to start it.
    <T> Greenlet<T> newTask(String call, Body<? extends T, ?> body) {
        Greenlet<T> task = heard(call, body);
        take(call);
        roll.enlist(task, true);
        return task;
    }

    /// With the members goes who would only bring new ones.
    @Override
    void throwAtAll(Supplier<? extends Throwable> exception) {
        feeders.throwAtAll(Kills.exits("its pool was killed"));
        super.throwAtAll(exception);
    }

    /// Until they have ended they may bring one more.
    @Override
    void awaitServants(Remaining limit) {
        if (!feeders.hasCaller()) {
            feeders.awaitEmpty("kill", this, limit.nanos());
        }
    }

    @Override
    void endServants() {
        feeders.throwAtAll(Kills.exits("the call of its pool was left"));
        feeders.awaitEmptyShielded("call", this);
    }
}
