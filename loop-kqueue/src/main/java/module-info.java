/// The loop on macOS's kqueue, through Netty's native transport.
module io.anyloop.loop.kqueue {
    requires transitive io.anyloop.spi;
    requires io.anyloop.loop.netty;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.kqueue;

    exports io.anyloop.loop.kqueue;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.kqueue.KQueueLoopProvider;
}
