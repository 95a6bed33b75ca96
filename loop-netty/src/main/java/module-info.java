/// What the loops on Netty's transports share.
module io.anyloop.loop.netty {
    requires transitive io.anyloop.spi;
    requires io.netty.common;
    requires transitive io.netty.transport;

    exports io.anyloop.loop.netty;
}
