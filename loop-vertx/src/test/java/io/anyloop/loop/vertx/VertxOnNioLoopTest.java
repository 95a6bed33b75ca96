package io.anyloop.loop.vertx;

import io.vertx.core.transport.Transport;

/// On `java.nio`.
public class VertxOnNioLoopTest extends VertxContract {
    /// For tools that find it as a service.
    public VertxOnNioLoopTest() {
        super(Transport.NIO);
    }
}
