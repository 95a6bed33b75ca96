package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Body;
import io.anyloop.loop.vertx.VertxLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The hubs of a Vert.x application: one for each event loop, opened when it is first asked for and found again from any
/// context of that loop. Any thread.
///
/// They end with Vert.x: `vertx.close()` undeploys the verticles, waits until each `stop` has ended, closes the hubs while the
/// event loops still run, and goes on then; [VertxHubOptions] has limits for that. A hub may be closed earlier; the next call
/// opens another. Closing a hub leaves Vert.x as it is.
public final class VertxHub {
    private VertxHub() {}

    /// The hub on the event loop of the caller's context; of a thread without one, on the event loop that Vert.x gives to that
    /// thread.
    ///
    /// @param vertx the application's Vert.x
    /// @return the hub, running
    /// @throws IllegalArgumentException on a worker or a virtual thread of Vert.x's
    /// @throws IllegalStateException if this Java cannot run greenlets, or Vert.x is closed; the message says what to do
    public static Hub of(Vertx vertx) {
        return of(vertx.getOrCreateContext());
    }

    /// The hub on the event loop of a context.
    ///
    /// @param context an event-loop context
    /// @return the hub, running; closing, if it is about to end
    /// @throws IllegalArgumentException if the context is a worker's or a virtual thread's
    /// @throws IllegalStateException if this Java cannot run greenlets, or Vert.x is closed; the message says what to do
    public static Hub of(Context context) {
        return of(context, _ -> {});
    }

    /// As [#of(Context)], with options for the case that the hub has to be opened, beside those for [#options].
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
            try {
                return Application.of(((ContextInternal) context).owner()).open(loop, options);
            } catch (IllegalStateException e) {
                if (VertxLoop.withGuest(context).isEmpty()) {
                    throw e;
                }
                Thread.onSpinWait(); // Somebody else was faster.
            }
        }
    }

    /// Sets what all hubs of a Vert.x are like, and how long they may take to end. Once, before the first is opened, at the start of
    /// the application.
    ///
    /// @param vertx the application's Vert.x
    /// @param options the options; what is changed in them later has no effect
    /// @throws IllegalStateException if there is a hub already, or Vert.x is closed
    public static void options(Vertx vertx, VertxHubOptions options) {
        Application.of(((VertxInternal) vertx).getOrCreateContext().owner()).options(options);
    }

    /// Spawns a greenlet on the hub of the caller's context, for a future of its result. Its failure is the future's, and is
    /// not reported besides. The future is completed in any case: with [HubClosedException] or
    /// [java.util.concurrent.CancellationException] where the greenlet is not run, or not to its end.
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
        try {
            spawn(hub, promise, body);
        } catch (HubClosedException e) {
            promise.fail(e);
        }
        return promise.future();
    }

    /// Spawns a greenlet that completes a promise, whatever becomes of it: also where it is killed before its first step, or given
    /// up by a hub that closes.
    static <T> Greenlet<?> spawn(Hub hub, Promise<T> promise, Body<? extends T, ?> body) {
        Greenlet<?> greenlet = hub.spawn(() -> VertxFutures.decide(promise, body));
        greenlet.whenReady(() -> VertxFutures.giveUp(promise, greenlet));
        return greenlet;
    }
}
