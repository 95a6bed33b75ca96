/// Greenlets inside Vert.x applications: the loop, and what Vert.x developers use.
module io.anyloop.loop.vertx {
    requires transitive io.anyloop.core;
    requires transitive io.anyloop.spi;
    requires io.anyloop.loop.netty;
    requires io.netty.common;
    requires io.netty.transport;
    requires transitive io.vertx.core;
    requires static io.vertx.web;

    exports io.anyloop.loop.vertx;
    exports io.anyloop.vertx;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.vertx.VertxLoopProvider;
}
