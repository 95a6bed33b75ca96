package io.anyloop.vertx;

import io.anyloop.Body;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.loop.vertx.VertxLoop;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The hubs of a Vert.x application: one for each event loop, opened when it is first asked for and found again from any
/// context of that loop. Any thread.
///
/// They end with Vert.x: `vertx.close()` undeploys the verticles, closes the hubs while the event loops still run, and goes on
/// then. A hub may be closed earlier; the next call opens another. Closing a hub leaves Vert.x as it is.
public final class VertxHub {
    private VertxHub() {}

    /// The hub on the event loop of the caller's context; of a thread without one, on the event loop that Vert.x gives to that
    /// thread.
    ///
    /// @param vertx the application's Vert.x
    /// @return the hub, running
    /// @throws IllegalArgumentException on a worker or a virtual thread of Vert.x's
    /// @throws IllegalStateException if this Java cannot run greenlets; the message says what to do
    public static Hub of(Vertx vertx) {
        return of(vertx.getOrCreateContext());
    }

    /// The hub on the event loop of a context.
    ///
    /// @param context an event-loop context
    /// @return the hub, running; closing, if it is about to end
    /// @throws IllegalArgumentException if the context is a worker's or a virtual thread's
    /// @throws IllegalStateException if this Java cannot run greenlets; the message says what to do
    public static Hub of(Context context) {
        return of(context, _ -> {});
    }

    /// As [#of(Context)], with options for the case that the hub has to be opened.
    ///
    /// @param context an event-loop context
    /// @param options sets options; not [HubBuilder#loop(io.anyloop.spi.Loop)]
    /// @return the hub, running
    public static Hub of(Context context, Consumer<HubBuilder> options) {
        Objects.requireNonNull(context, "context");
        while (true) {
            VertxLoop loop = VertxLoop.on(context);
            Optional<Hub> found = VertxLoop.withGuest(context).flatMap(Hub::guestOf);
            if (found.isPresent()) {
                return found.get();
            }
            HubBuilder builder = Hub.builder();
            options.accept(builder);
            try {
                return open(builder, loop, ((ContextInternal) context).owner());
            } catch (IllegalStateException e) {
                if (VertxLoop.withGuest(context).isEmpty()) {
                    throw e;
                }
                Thread.onSpinWait(); // Somebody else was faster.
            }
        }
    }

    private static Hub open(HubBuilder builder, VertxLoop loop, VertxInternal vertx) {
        Hub hub = builder.loop(loop).open();
        Closeable hook = done -> close(hub, vertx, done);
        try {
            vertx.addCloseHook(hook);
            loop.onLeave(() -> vertx.removeCloseHook(hook));
            return hub;
        } catch (Throwable e) { // Nobody would close it.
            hub.close();
            throw e;
        }
    }

    /// Verticles go first: their stop may need greenlets.
    private static void close(Hub hub, VertxInternal vertx, Completable<Void> done) {
        vertx.deploymentManager().undeployAll().onComplete(_ -> closeElsewhere(hub, done));
    }

    /// Where there is no thread for it, Vert.x goes on closing: the hub then ends with its event loop.
    private static void closeElsewhere(Hub hub, Completable<Void> done) {
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name(hub.name() + "-closing")
                    .start(() -> {
                        hub.close();
                        done.succeed();
                    });
        } catch (Throwable e) {
            done.fail(e);
        }
    }

    /// Spawns a greenlet on the hub of the caller's context, for a future of its result. Its failure is the future's, and is
    /// not reported besides.
    ///
    /// @param <T> the result
    /// @param vertx the application's Vert.x
    /// @param body what the greenlet runs
    /// @return the future, on the caller's context
    public static <T> Future<T> call(Vertx vertx, Body<? extends T, ?> body) {
        return call(of(vertx), ((VertxInternal) vertx).getOrCreateContext(), body);
    }

    static <T> Future<T> call(Hub hub, ContextInternal context, Body<? extends T, ?> body) {
        Objects.requireNonNull(body, "A greenlet needs a body to run.");
        var promise = context.<T>promise();
        hub.spawn(() -> VertxFutures.decide(promise, body));
        return promise.future();
    }
}
