/// Short programs, and the demo that runs them on every loop.
@SuppressWarnings("requires-automatic") // Lettuce has no descriptor
module io.anyloop.examples {
    requires io.anyloop.core;
    requires io.anyloop.loop.netty;
    requires io.anyloop.loop.select;
    requires io.anyloop.loop.vertx;
    requires io.netty.common;
    requires io.netty.transport;
    requires java.sql;
    requires jdk.httpserver;
    requires lettuce.core;
}
