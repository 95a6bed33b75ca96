/// Short programs, and the demo that runs them on every loop.
module io.anyloop.examples {
    requires io.anyloop.core;
    requires io.anyloop.loop.select;
    requires io.anyloop.loop.vertx;
    requires jdk.httpserver;
}
