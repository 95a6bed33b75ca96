package io.anyloop.loop.vertx;

/// On `java.nio`.
public class VertxOnNioLoopTest extends VertxContract {
    /// For tools that find it as a service.
    public VertxOnNioLoopTest() {
        super(false);
    }
}
