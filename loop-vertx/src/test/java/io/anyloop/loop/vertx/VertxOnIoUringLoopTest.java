package io.anyloop.loop.vertx;

import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Tag;

/// On io_uring, by Netty's native transport.
@Tag("full")
class VertxOnIoUringLoopTest extends VertxContract {
    VertxOnIoUringLoopTest() {
        super(Transport.IO_URING);
    }
}
