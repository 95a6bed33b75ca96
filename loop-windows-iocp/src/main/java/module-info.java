/// The loop `iocp`: a Windows I/O completion port, with readiness of sockets by the AFD driver, through
/// `java.lang.foreign`.
module io.anyloop.loop.iocp {
    requires transitive io.anyloop.spi;

    exports io.anyloop.loop.iocp;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.iocp.IocpLoopProvider;
}
