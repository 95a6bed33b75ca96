package io.anyloop.loop.vertx;

import io.anyloop.tck.GreenletContract;
import org.junit.jupiter.api.Tag;

@Tag("full")
class VertxOnIoUringGreenletsTest extends GreenletContract {
    VertxOnIoUringGreenletsTest() {
        super(new VertxOnIoUringLoopTest());
    }
}
