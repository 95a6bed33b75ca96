/// Greenlets and the hub: what people import.
module io.anyloop.core {
    requires transitive io.anyloop.spi;

    exports io.anyloop;
    exports io.anyloop.server;

    uses io.anyloop.spi.LoopProvider;
}
