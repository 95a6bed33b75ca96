/// Greenlets and the hub: what people import.
module io.anyloop.core {
    requires transitive io.anyloop.spi;
    requires static java.management; // to tell whether a stuck thread uses the processor
    requires static jdk.jfr;

    exports io.anyloop;
    exports io.anyloop.blocking;
    exports io.anyloop.exceptions;
    exports io.anyloop.function;
    exports io.anyloop.group;
    exports io.anyloop.queue;
    exports io.anyloop.server;
    exports io.anyloop.sync;
    exports io.anyloop.waiting;

    uses io.anyloop.spi.LoopProvider;

    provides java.net.spi.InetAddressResolverProvider with
            io.anyloop.names.HubResolverProvider;
}
