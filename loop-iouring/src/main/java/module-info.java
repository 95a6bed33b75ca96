/// The loop on Linux's io_uring, through Netty's native transport.
module io.anyloop.loop.iouring {
    requires transitive io.anyloop.spi;
    requires transitive io.anyloop.loop.netty;
    requires io.netty.common;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;

    exports io.anyloop.loop.iouring;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.iouring.IoUringLoopProvider;
    provides io.anyloop.loop.netty.Transport with
            io.anyloop.loop.iouring.IoUringTransport;
}
