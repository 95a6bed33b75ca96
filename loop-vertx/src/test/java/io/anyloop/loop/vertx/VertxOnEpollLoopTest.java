package io.anyloop.loop.vertx;

import io.vertx.core.transport.Transport;

/// On epoll, by Netty's native transport.
public class VertxOnEpollLoopTest extends VertxContract {
    /// For tools that find it as a service.
    public VertxOnEpollLoopTest() {
        super(Transport.EPOLL);
    }
}
