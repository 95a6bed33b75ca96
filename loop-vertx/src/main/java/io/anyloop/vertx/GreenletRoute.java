package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/// Handlers for the routes of vertx-web, which is needed for this class only, whose code may wait.
@SuppressWarnings("exports") // Whoever has no vertx-web does without this class.
public final class GreenletRoute {
    private static final int UNAVAILABLE = 503;

    private GreenletRoute() {}

    /// For a route; each request gets a greenlet, as by [GreenletHandler#request], and its body is held back as long. A route that
    /// waits, to know who asks for example, and leaves the body to a later one, `BodyHandler` for example, pauses the request before
    /// its first wait, as in Vert.x; `BodyHandler` and `toWebSocket` make it flow again by themselves. A failure is the route's, by
    /// `RoutingContext.fail`, and is not reported to the hub; a kill is status 503. Handlers that the code goes on to, by
    /// `RoutingContext.next`, run in the greenlet, too.
    ///
    /// @param code what to do
    /// @return the handler
    public static Handler<RoutingContext> of(GreenletHandler.Code<? super RoutingContext> code) {
        Objects.requireNonNull(code, "code");
        return new GreenletHandler.Spawning<RoutingContext>(
                routing -> {
                    try {
                        code.handle(routing);
                    } catch (Throwable e) {
                        Throwable failure = Greenlet.unmasked(e);
                        if (failure instanceof GreenletExit exit) {
                            routing.fail(UNAVAILABLE);
                            throw exit;
                        }
                        routing.fail(failure);
                    }
                }) {
            @Override
            Object flowing(RoutingContext routing) {
                return routing.request();
            }

            @Override
            boolean refuse(RoutingContext routing) {
                routing.fail(UNAVAILABLE);
                return true;
            }
        };
    }
}
