package io.anyloop.vertx;

import io.anyloop.Hub;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;

/// A verticle whose start and stop are greenlets, so that both may wait. To be deployed with the threading model
/// EVENT_LOOP, which is Vert.x's default.
///
/// Its handlers are plain ones, or greenlets by [GreenletHandler]. When it is undeployed, [#stop] runs first; then the
/// greenlets that still live in its context are killed, and the undeployment is over when they have ended. [VertxHubOptions]
/// gives them time before, and limits all of it.
public abstract class GreenletVerticle implements Deployable {

    /// The application's Vert.x. Set before [#start].
    protected Vertx vertx;

    /// The context of this verticle. Set before [#start].
    protected Context context;

    /// The hub of the context's event loop. Set before [#start].
    protected Hub hub;

    /// For subclasses.
    ///
    /// @throws IllegalStateException if this Java cannot run greenlets; the message says what to do
    protected GreenletVerticle() {
        Hub.requireSupport();
    }

    /// Begins the verticle's work: opens servers, registers consumers. Runs as a greenlet in the verticle's context; the
    /// deployment succeeds when it returns.
    ///
    /// @throws Exception if the verticle cannot start; the deployment fails with it
    protected void start() throws Exception {
        // Nothing to begin by default.
    }

    /// Ends the verticle's work in good order. Runs as a greenlet in the verticle's context, to its end, also when Vert.x is
    /// closed. What was opened in the context Vert.x closes by itself afterwards, at once: for a server that answers what it
    /// has been asked, `VertxFutures.await(server.shutdown(limit))` belongs here.
    ///
    /// @throws Exception if that fails; the undeployment fails with it
    protected void stop() throws Exception {
        // Nothing to end by default.
    }

    /// The configuration it was deployed with.
    ///
    /// @return the configuration
    protected JsonObject config() {
        return context.config();
    }

    /// Called by Vert.x.
    ///
    /// @throws IllegalArgumentException if the context is a worker's or a virtual thread's
    @Override
    public final Future<?> deploy(Context deployedIn) {
        context = deployedIn;
        vertx = deployedIn.owner();
        hub = VertxHub.of(deployedIn);
        return VertxHub.call(hub, (ContextInternal) context, bodyOf(this::start));
    }

    /// Called by Vert.x.
    @Override
    public final Future<?> undeploy(Context deployedIn) {
        return Stop.run(this::openHub, (ContextInternal) context, this, this::stop);
    }

    /// Another one where somebody has closed the first, and Vert.x goes on.
    private Hub openHub() {
        if (hub.isClosed()) {
            hub = VertxHub.of(context);
        }
        return hub;
    }

    private static Body<Void, Exception> bodyOf(Action<Exception> action) {
        return action.asBody();
    }
}
