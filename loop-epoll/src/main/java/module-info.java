/// The loop on Linux's epoll, through Netty's native transport.
module io.anyloop.loop.epoll {
    requires transitive io.anyloop.spi;
    requires transitive io.anyloop.loop.netty;
    requires io.netty.common;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;

    exports io.anyloop.loop.epoll;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.epoll.EpollLoopProvider;
    provides io.anyloop.loop.netty.Transport with
            io.anyloop.loop.epoll.EpollTransport;
}
