/// What the loops on Netty's transports share, and how greenlets wait for futures of Netty's.
module io.anyloop.loop.netty {
    requires transitive io.anyloop.core;
    requires io.anyloop.descriptors;
    requires transitive io.anyloop.spi;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;

    exports io.anyloop.loop.netty;
    exports io.anyloop.netty;

    uses io.anyloop.loop.netty.Transport;
}
