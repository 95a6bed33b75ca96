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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The stop of a [GreenletVerticle]: a greenlet, which gives those that live beside it time to end, and which is cut off itself
/// when its own time is over.
final class Stop {
    private final Hub hub;
    private final VertxLoop loop;
    private final ContextInternal context;
    private final VertxHubOptions options;
    private final String verticle;
    private final Promise<Void> done;

    private Stop(Hub hub, ContextInternal context, Object verticle) {
        this.hub = hub;
        this.loop = hub.loop(VertxLoop.class);
        this.context = context;
        this.options = Application.of(context.owner()).options();
        this.verticle = verticle.getClass().getName() + " (" + context.deploymentID() + ")";
        this.done = context.promise();
    }

    /// Runs what a verticle does to stop.
    ///
    /// @return over when that has ended, and the greenlets beside it, or their time
    static Future<Void> run(
            Hub hub, ContextInternal context, Object verticle, Action<Exception> action) {
        Stop stop = new Stop(hub, context, verticle);
        stop.begin(action);
        return stop.done.future();
    }

    private void begin(Action<Exception> action) {
        Greenlet<?> greenlet;
        try {
            greenlet =
                    VertxHub.spawn(
                            hub,
                            done,
                            () -> {
                                action.run();
                                letOthersEnd();
                                return null;
                            });
        } catch (HubClosedException e) {
            done.tryFail(e);
            return;
        }
        if (options.stopLimit != null) {
            var cut = after(options.stopLimit, () -> cut(greenlet));
            done.future().onComplete(_ -> cut.cancel(false));
        }
    }

    private io.netty.util.concurrent.Future<?> after(Duration time, Runnable task) {
        return context.nettyEventLoop()
                .schedule(task, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    private void letOthersEnd() throws InterruptedException {
        if (options.grace.isZero()) {
            return;
        }
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

    /// On the event loop, which does not log.
    private void cut(Greenlet<?> greenlet) {
        String what =
                "The stop of the verticle %s has taken longer than the limit of %s"
                        .formatted(verticle, options.stopLimit);
        Thread.ofVirtual()
                .start(() -> {
                    Undeployment.log(
                            Level.WARNING,
                            "%s, and is killed: %s"
                                    .formatted(
                                            what,
                                            Descriptions.of(loop, List.of(greenlet.thread()))),
                            null);
                    greenlet.killNoWait(new GreenletExit(what));
                    after(
                            options.endLimit,
                            () ->
                                    done.tryFail(
                                            new TimeoutException(
                                                    what + ", and goes on though it was killed.")));
                });
    }
}
