package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Action;
import io.anyloop.loop.vertx.VertxLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The stop of a [GreenletVerticle]: a greenlet, which gives those that live beside it time to end, and which is cut off itself
/// when its own time is over. Where somebody closes the hub before it has begun, it begins on the next one.
final class Stop {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private final Supplier<Hub> hubs;
    private final ContextInternal context;
    private final VertxHubOptions options;
    private final String verticle;
    private final Action<Exception> action;
    private final Promise<Void> done;
    private volatile Greenlet<?> greenlet; // null until there is one
    private volatile boolean hasBegun;
    private volatile boolean isCut;

    private Stop(
            Supplier<Hub> hubs,
            ContextInternal context,
            Object verticle,
            Action<Exception> action) {
        this.hubs = hubs;
        this.context = context;
        this.options = Application.of(context.owner()).options();
        this.verticle = verticle.getClass().getName() + " (" + context.deploymentID() + ")";
        this.action = action;
        this.done = context.promise();
    }

    /// Runs what a verticle does to stop.
    ///
    /// @param hubs gives the hub of the event loop, another one when somebody has closed the first; on the event loop
    /// @return over when that has ended, and the greenlets beside it, or their time
    static Future<Void> run(
            Supplier<Hub> hubs,
            ContextInternal context,
            Object verticle,
            Action<Exception> action) {
        Stop stop = new Stop(hubs, context, verticle, action);
        stop.limit();
        stop.begin();
        return stop.done.future();
    }

    private void limit() {
        if (options.stopLimit != null) {
            var cut = after(options.stopLimit, this::cut);
            done.future().onComplete(_ -> cut.cancel(false));
        }
    }

    /// On the event loop.
    private void begin() {
        if (done.future().isComplete()) {
            return; // The limit is over.
        }
        try {
            Hub hub = hubs.get();
            greenlet = hub.spawn(() -> VertxFutures.decide(done, this::stop));
            greenlet.whenReady(() -> ended(hub));
        } catch (HubClosedException e) {
            beginLater(); // It is about to end; then there is room for another.
        } catch (IllegalStateException e) {
            done.tryFail(e);
        }
    }

    /// On whatever thread.
    private void ended(Hub hub) {
        if (hasBegun || isCut || !hub.isClosed()) {
            VertxFutures.giveUp(done, greenlet);
        } else {
            beginLater();
        }
    }

    private void beginLater() {
        try {
            after(LOOK_AGAIN, this::begin);
        } catch (RejectedExecutionException e) {
            done.tryFail(e); // The event loop has ended meanwhile.
        }
    }

    private Void stop() throws Exception {
        hasBegun = true;
        action.run();
        letOthersEnd();
        return null;
    }

    private io.netty.util.concurrent.Future<?> after(Duration time, Runnable task) {
        return context.nettyEventLoop()
                .schedule(task, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    private void letOthersEnd() throws InterruptedException {
        if (options.grace.isZero()) {
            return;
        }
        VertxLoop loop = loop();
        long start = System.nanoTime();
        List<Thread> late = new ArrayList<>();
        for (Thread thread : loop.greenletsIn(context)) {
            Duration left = options.grace.minusNanos(System.nanoTime() - start);
            if (thread != Thread.currentThread() && !thread.join(left)) {
                late.add(thread);
            }
        }
        if (!late.isEmpty()) {
            Undeployment.log(
                    Level.WARNING,
                    "The verticle %s was stopped, and these greenlets of it have not ended within the grace of %s; they are killed: %s"
                            .formatted(verticle, options.grace, Descriptions.of(loop, late)),
                    null);
        }
    }

    private VertxLoop loop() {
        return greenlet.hub().loop(VertxLoop.class);
    }

    /// On the event loop, which does not log.
    private void cut() {
        String what =
                "The stop of the verticle %s has taken longer than the limit of %s"
                        .formatted(verticle, options.stopLimit);
        isCut = true;
        Greenlet<?> late = greenlet;
        if (late == null || late.hasEnded()) {
            done.tryFail(new TimeoutException(what + ": its hub has been closing all the time."));
            return;
        }
        Thread.ofVirtual()
                .start(() -> {
                    Undeployment.log(
                            Level.WARNING,
                            "%s, and is killed: %s"
                                    .formatted(
                                            what, Descriptions.of(loop(), List.of(late.thread()))),
                            null);
                    late.killNoWait(new GreenletExit(what));
                    after(
                            options.endLimit,
                            () ->
                                    done.tryFail(
                                            new TimeoutException(
                                                    what + ", and goes on though it was killed.")));
                });
    }
}
