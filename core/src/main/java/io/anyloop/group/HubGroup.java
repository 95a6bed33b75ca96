package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.base.Rethrow;
import io.anyloop.base.Times;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.joining.Joins;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.kernel.Strands;
import io.anyloop.sync.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Several hubs that work as one, to use more than one core: usually a hub for each core.
///
/// Greenlets of one hub never run at the same time; those of different hubs do. What belongs together goes to one hub, by
/// a key; what does not is dealt out. Values go from hub to hub through Anyloop's or `java.util.concurrent`'s own
/// primitives. A server on all hubs: [io.anyloop.server.StreamServerBuilder#group]. Methods may be called from any thread.
///
/// ```java
/// try (HubGroup group = HubGroup.open()) {
///     Greenlet<Void> tidying = group.spawn(() -> tidyUp()); // on the next hub
///     group.spawn(account, () -> book(5)).get(); // all of one account on one hub
///     tidying.join();
/// }
/// ```
public final class HubGroup implements AutoCloseable {
    private final List<Hub> hubs;
    private final AtomicInteger dealt = new AtomicInteger();

    private HubGroup(List<Hub> hubs) {
        this.hubs = List.copyOf(hubs);
    }

    /// Opens a hub for each core, on the loop that [io.anyloop.Loops#choose] finds.
    ///
    /// @return the group, running
    /// @throws IllegalStateException if this Java or this system cannot run a hub; the message says what to do
    public static HubGroup open() {
        return open(Runtime.getRuntime().availableProcessors());
    }

    /// Opens hubs on the loop that [io.anyloop.Loops#choose] finds.
    ///
    /// @param count how many, one or more
    /// @return the group, running
    /// @throws IllegalStateException if this Java or this system cannot run a hub; the message says what to do
    public static HubGroup open(int count) {
        return open(count, number -> Hub.builder());
    }

    /// Opens hubs with options. If one cannot be opened, those opened before are closed again.
    ///
    /// @param count how many, one or more
    /// @param options makes the options of each hub, by its number from 0; called on this thread, in order
    /// @return the group, running
    /// @throws IllegalStateException if this Java or this system cannot run a hub; the message says what to do
    public static HubGroup open(int count, IntFunction<HubBuilder> options) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "A group has one hub at least, this is %d.".formatted(count));
        }
        List<Hub> opened = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                opened.add(options.apply(number).open());
            }
        } catch (Throwable e) {
            closeAfter(e, opened);
            throw e;
        }
        return new HubGroup(opened);
    }

    private static void closeAfter(Throwable failure, List<Hub> opened) {
        try {
            closeAll(opened);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    // ---------------------------------------------------------------- which hub

    /// All hubs, also those that are closed.
    ///
    /// @return the hubs, in the order in which they were opened
    public List<Hub> hubs() {
        return hubs;
    }

    /// The next hub in turn. Hubs that are closed are passed over, unless all are.
    ///
    /// @return a hub
    public Hub next() {
        Hub next = deal();
        for (int i = 1; i < hubs.size() && next.isClosed(); i++) {
            next = deal();
        }
        return next;
    }

    private Hub deal() {
        return hubs.get(Math.floorMod(dealt.getAndIncrement(), hubs.size()));
    }

    /// The hub of a key: the same one for equal keys, always.
    ///
    /// @param key anything with an `equals` and a `hashCode` of its own
    /// @return the hub
    public Hub of(Object key) {
        int hash = key.hashCode();
        // As tables do: many hash codes differ in their high bits only.
        return hubs.get(Math.floorMod(hash ^ (hash >>> 16), hubs.size()));
    }

    // ---------------------------------------------------------------- for libraries

    /// An executor for libraries: each task is a greenlet, on the next hub in turn. An interrupt ends a wait of such a task, as with
    /// [Hub#threadFactory]. Each call gives another executor; closing it waits for its tasks, and leaves the hubs open. Once the hubs
    /// are closed it rejects tasks.
    ///
    /// @return the executor
    public ExecutorService executor() {
        return Executors.newThreadPerTaskExecutor(this::newThread);
    }

    private Thread newThread(Runnable task) {
        try {
            return next().threadFactory().newThread(task);
        } catch (HubClosedException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    /// Makes threads that are greenlets, each on the next hub in turn, as [Hub#threadFactory] does on one.
    ///
    /// @return the factory; where all hubs are closed it throws [HubClosedException]
    public ThreadFactory threadFactory() {
        return task -> next().threadFactory().newThread(task);
    }

    // ---------------------------------------------------------------- greenlets

    /// Spawns a greenlet on the next hub in turn.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if all hubs are closing
    public <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        return next().spawn(body);
    }

    /// Spawns a greenlet without a result on the next hub in turn.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if all hubs are closing
    public Greenlet<Void> spawn(Action<?> action) {
        return next().spawn(action);
    }

    /// Spawns a greenlet on the hub of a key, where no other greenlet of that key runs at the same time.
    ///
    /// @param <T> the result
    /// @param key what it belongs to
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if that hub is closing
    public <T> Greenlet<T> spawn(Object key, Body<? extends T, ?> body) {
        return of(key).spawn(body);
    }

    /// Spawns a greenlet without a result on the hub of a key.
    ///
    /// @param key what it belongs to
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws HubClosedException if that hub is closing
    public Greenlet<Void> spawn(Object key, Action<?> action) {
        return of(key).spawn(action);
    }

    /// Runs something on each hub, as a greenlet, and waits for all.
    ///
    /// @param <T> the results
    /// @param body what to do on a hub
    /// @return the results, in the order of the hubs
    /// @throws HubClosedException if a hub is closing; then nothing waits for those before it
    /// @throws RuntimeException if it fails somewhere: what was thrown on the first such hub, when all have ended, with
    ///     what was thrown on others as suppressed
    public <T> List<T> callEach(Function<? super Hub, ? extends T> body) {
        Objects.requireNonNull(body, "A greenlet needs a body to run.");
        Hubs.refuseOnLoop("HubGroup.callEach");
        List<Greenlet<T>> all = new ArrayList<>(hubs.size());
        for (Hub hub : hubs) {
            Greenlet<T> greenlet = hub.unstarted(() -> body.apply(hub));
            Strands.hear(greenlet);
            all.add(greenlet.start());
        }
        return results(all);
    }

    private static <T> List<T> results(List<Greenlet<T>> all) {
        List<T> values = new ArrayList<>(all.size());
        Throwable first = null;
        for (Greenlet<T> greenlet : all) {
            greenlet.join();
            try {
                values.add(greenlet.get());
            } catch (Throwable e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw Rethrow.unchecked(first);
        }
        return values;
    }

    // ---------------------------------------------------------------- the end

    /// Closes all hubs, at the same time, each as [Hub#close] does: so this is over within the longest
    /// [HubBuilder#closeLimit] and a second. Closing again does nothing else than wait.
    ///
    /// @throws IllegalStateException if called on one of these hubs, where it would wait for itself
    @Override
    public void close() {
        closeAll(hubs);
    }

    private static void closeAll(List<Hub> hubs) {
        List<AsyncResult<Void>> others = new ArrayList<>();
        Engine here = Hubs.carrying();
        for (Hub hub : hubs) {
            if (Engine.of(hub) == here) {
                hub.close(); // Refuses, or is between two turns of its host.
            }
        }
        for (Hub hub : hubs) {
            others.add(beginClose(hub));
        }
        for (int i = 0; i < others.size(); i++) {
            await(others.get(i), hubs.get(i));
        }
    }

    private static AsyncResult<Void> beginClose(Hub hub) {
        AsyncResult<Void> closed = new AsyncResult<>();
        Runnable close =
                () -> {
                    try {
                        hub.close();
                        closed.set(null);
                    } catch (Throwable e) {
                        closed.fail(e);
                    }
                };
        try {
            PlatformThreads.start(PlatformThreads.daemon(hub.name() + "-closes", close));
        } catch (IllegalStateException e) {
            closed.fail(e);
        }
        return closed;
    }

    /// Where there is no thread to close a hub on, that is done here, after the others before it.
    private static void await(AsyncResult<Void> closed, Hub hub) {
        Joins.awaitReady(closed, "HubGroup.close", Times.FOREVER);
        if (closed.outcome() instanceof Outcome.Failed<Void>) {
            hub.close();
        }
    }

    @Override
    public String toString() {
        return "HubGroup" + hubs;
    }
}
