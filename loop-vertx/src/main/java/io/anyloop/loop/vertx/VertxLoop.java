package io.anyloop.loop.vertx;

import io.anyloop.loop.netty.NettyWatches;
import io.anyloop.loop.netty.Transport;
import io.anyloop.loop.netty.Transports;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Surroundings;
import io.anyloop.spi.Watch;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// A hosted loop on one event loop of Vert.x's: greenlets run on its thread, between the handlers of Vert.x. There is one
/// guest for each event loop; `io.anyloop.vertx.VertxHub` finds it again.
///
/// Each turn is a task of the event loop. While greenlets have more to do than one turn, Vert.x looks at its channels and
/// timers between two turns. Descriptors are watched on the event loop itself, whatever its transport: those of Linux's epoll
/// need anyloop-loop-epoll, `java.nio` needs nothing more. Where a transport's module is missing the loop does not
/// declare [Capability#DESCRIPTORS].
///
/// The body of each greenlet runs in a context of Vert.x: the one that was current where it was made, or else a fresh one on
/// this event loop. Undeploying a verticle evicts the greenlets that were made in its contexts.
///
/// [#attach], [#wakeup], [#turnAfter], [#onLoopThread], [#surroundings], [#surroundingsElsewhere] and [#close] may be called on any thread, the others on the event
/// loop's only.
public final class VertxLoop implements HostedLoop {
    static final String NAME = "vertx";

    private static final Map<EventLoop, VertxLoop> WITH_GUEST = new ConcurrentHashMap<>();
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofMillis(200);
    private static final long LOOK_AGAIN_NANOS = 50_000;

    private enum Life {
        ALONE,
        ATTACHED,
        HOST_ENDED,
        CLOSED
    }

    private final IoEventLoop eventLoop;
    private final Set<Capability> capabilities;
    private final Transport transport;
    private final NettyWatches watches; // null without a transport
    private final Turns turns;
    private final TurnTimer timer;
    private final Residents residents;
    private final BlockedGreenlet blocked;
    private final GenericFutureListener<Future<Object>> onTermination =
            _ -> hostEnded("The event loop %s has ended.".formatted(hostName()), null);
    private final AtomicReference<Life> life = new AtomicReference<>(Life.ALONE);
    private volatile Guest guest;
    private volatile Thread host;
    private volatile Runnable onLeave;

    private VertxLoop(ContextInternal context, IoEventLoop eventLoop) {
        this.eventLoop = eventLoop;
        this.transport = Transports.of(eventLoop).orElse(null);
        this.capabilities = transport == null ? Set.of() : Set.of(Capability.DESCRIPTORS);
        this.watches =
                transport == null ? null : new NettyWatches(new Home(), transport, eventLoop);
        this.turns = new Turns(eventLoop, this::turn, this::refused);
        this.timer = new TurnTimer(eventLoop, turns::runNow);
        this.residents = new Residents(context);
        this.blocked = new BlockedGreenlet(residents);
    }

    /// A loop on the event loop of a context. The context itself is not used beyond that.
    ///
    /// @param context an event-loop context, of a deployment or not
    /// @return the loop
    /// @throws IllegalArgumentException if the context is a worker's, a virtual thread's or of another kind that has no event
    ///     loop's thread
    public static VertxLoop on(Context context) {
        ContextInternal given = (ContextInternal) Objects.requireNonNull(context, "context");
        if (given.threadingModel() != ThreadingModel.EVENT_LOOP) {
            throw new IllegalArgumentException(refusal(given.threadingModel()));
        }
        if (given.nettyEventLoop() instanceof IoEventLoop eventLoop) {
            return new VertxLoop(given, eventLoop);
        }
        throw new IllegalArgumentException(
                "The event loop %s of the context is not one of Netty 4.2's transports, on which greenlets could run. Use a transport of Vert.x 5."
                        .formatted(given.nettyEventLoop()));
    }

    static String refusal(ThreadingModel model) {
        return "A context of the threading model %s runs on no event loop's thread, so it carries no greenlets. Deploy the verticle with ThreadingModel.EVENT_LOOP, or take the context of an event loop."
                .formatted(model);
    }

    /// The loop that has a guest on the event loop of a context.
    ///
    /// @param context any context of Vert.x
    /// @return the loop; empty if its event loop has no guest
    public static Optional<VertxLoop> withGuest(Context context) {
        return Optional.ofNullable(WITH_GUEST.get(((ContextInternal) context).nettyEventLoop()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /// @throws IllegalStateException also if another loop has a guest on this event loop
    @Override
    public void attach(Guest newGuest) {
        Objects.requireNonNull(newGuest, "guest");
        if (WITH_GUEST.putIfAbsent(eventLoop, this) != null) {
            throw new IllegalStateException(
                    "The event loop %s has a hub already, and can carry one only: VertxHub.of(context) gives that one."
                            .formatted(hostName()));
        }
        if (!life.compareAndSet(Life.ALONE, Life.ATTACHED)) {
            WITH_GUEST.remove(eventLoop, this);
            throw new IllegalStateException(
                    "attach on a vertx loop that %s: make a new one with VertxLoop.on."
                            .formatted(
                                    life.get() == Life.CLOSED
                                            ? "is closed"
                                            : "had a guest before"));
        }
        guest = newGuest; // last: before it there are no wake-ups, so no turns
        eventLoop.terminationFuture().addListener(onTermination);
    }

    @Override
    public void wakeup() {
        if (guest != null && life.get() == Life.ATTACHED) {
            turns.ask();
        }
    }

    /// Does what makes a greenlet, within a handler of Vert.x's, and gives the guest a turn at once. Any thread; elsewhere than on
    /// the event loop's, and where the guest has to do already or the transport does not bear it, nothing is done.
    ///
    /// @param making runs on the calling thread
    /// @return whether it was done
    public boolean turnAfter(Runnable making) {
        return eventLoop.inEventLoop()
                && guest != null
                && life.get() == Life.ATTACHED
                && (transport == null || transport.mayArmDuringDispatch())
                && turns.runAtOnce(making);
    }

    private void turn() {
        Guest now = guest;
        if (now == null || life.get() != Life.ATTACHED) {
            return;
        }
        if (host == null) {
            host = Thread.currentThread();
        }
        blocked.turnBegins();
        try {
            now.turn();
        } finally {
            blocked.turnEnds();
        }
    }

    @Override
    public void wakeAt(long nanoTime) {
        checkThread("wakeAt");
        if (life.get() == Life.ATTACHED) {
            timer.setTo(nanoTime);
        }
    }

    @Override
    public boolean onLoopThread() {
        return eventLoop.inEventLoop();
    }

    @Override
    public Surroundings surroundings() {
        return residents.place();
    }

    @Override
    public Surroundings surroundingsElsewhere() {
        return Visit.here();
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        if (watches == null) {
            throw new UnsupportedOperationException(
                    "The event loop %s is on a transport of which Anyloop has no module here, so it cannot watch descriptors. Add that module, for example anyloop-loop-epoll."
                            .formatted(hostName()));
        }
        return watches.watch(descriptor, generation, readiness);
    }

    /// Lets go of the event loop, which goes on. Any thread. Where a turn is under way on another thread, this waits for its
    /// end, but not for long: whoever is in it may be waiting for us.
    @Override
    public void close() {
        if (life.getAndSet(Life.CLOSED) == Life.CLOSED) {
            return;
        }
        guest = null;
        leave();
        if (eventLoop.inEventLoop()) {
            cleanUp();
        } else if (!eventLoop.isShutdown()) {
            try {
                eventLoop.execute(this::cleanUp);
            } catch (RejectedExecutionException e) {
                return; // It has just ended, and all that was on it.
            }
            awaitQuiet();
        }
    }

    /// Sets what is done when the guest is gone, in whatever way.
    ///
    /// @param action runs on whatever thread, perhaps twice; must not wait
    public void onLeave(Runnable action) {
        onLeave = action;
        Life now = life.get();
        if (now == Life.CLOSED || now == Life.HOST_ENDED) {
            action.run();
        }
    }

    /// Sets how long undeploying a verticle waits for greenlets that live in its context and were killed. What has not ended then
    /// is logged by name, and goes on alone. By default ten seconds.
    ///
    /// @param limit zero or more
    public void endLimit(Duration limit) {
        residents.endLimit(Objects.requireNonNull(limit));
    }

    /// The threads of the greenlets that live in the context of a verticle: those that were made in it, or in one that was
    /// duplicated from it, have begun and have not ended. On the guest's thread only, in a greenlet for example.
    ///
    /// @param context the context
    /// @return the threads
    public List<Thread> greenletsIn(Context context) {
        return residents.threadsIn((ContextInternal) context);
    }

    /// Sets how the message about greenlets that have not ended in time names them. By default it has their threads.
    ///
    /// @param describer gets their threads, on a thread of its own
    public void describer(Function<List<Thread>, String> describer) {
        residents.describer(Objects.requireNonNull(describer));
    }

    private void cleanUp() {
        timer.cancel();
        if (watches != null) {
            watches.close();
        }
    }

    private void awaitQuiet() {
        if (Thread.currentThread().isVirtual()) {
            return; // It might be a greenlet of the very turn.
        }
        long start = System.nanoTime();
        while (turns.isRunning() && System.nanoTime() - start < PATIENCE_AT_CLOSE.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private void refused(RuntimeException e) {
        hostEnded(
                "The event loop %s refused a turn of the hub: Vert.x was closed under it. Close the hub before Vert.x, or open it with VertxHub.of, which sees to that."
                        .formatted(hostName()),
                e);
    }

    private void hostEnded(String message, Throwable cause) {
        if (life.compareAndSet(Life.ATTACHED, Life.HOST_ENDED)) {
            leave();
            Guest last = guest;
            if (last != null) {
                last.hostClosed(new IllegalStateException(message, cause));
            }
        }
    }

    private void leave() {
        WITH_GUEST.remove(eventLoop, this);
        eventLoop.terminationFuture().removeListener(onTermination);
        Runnable action = onLeave;
        if (action != null) {
            action.run();
        }
    }

    /// How much of this loop is on the event loop. On its thread.
    int remains() {
        return timer.isSet() ? 1 : 0;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /// The event loop for people: its thread, as soon as a turn has told.
    private String hostName() {
        Thread thread = host;
        return thread == null ? eventLoop.toString() : thread.getName();
    }

    private void checkThread(String call) {
        if (!eventLoop.inEventLoop()) {
            throw new WrongThreadException(
                    "%s was called on %s, which is not the thread of the event loop %s: call it in a task of the event loop."
                            .formatted(call, Thread.currentThread(), hostName()));
        }
    }

    private final class Home implements NettyWatches.Home {
        @Override
        public void check(String call) {
            Life now = life.get();
            if (now == Life.CLOSED || now == Life.HOST_ENDED) {
                throw new IllegalStateException(
                        "%s on a vertx loop %s: nothing of it runs any more."
                                .formatted(
                                        call,
                                        now == Life.CLOSED
                                                ? "that is closed"
                                                : "whose event loop has ended"));
            }
            checkThread(call);
        }

        @Override
        public boolean isClosed() {
            Life now = life.get();
            return now == Life.CLOSED || now == Life.HOST_ENDED;
        }

        @Override
        public boolean isShared() {
            return true;
        }
    }
}
