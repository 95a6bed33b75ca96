/// Loops for every system, without native code: `select`, over the Selector of the JDK, and
/// `executor`, as a guest on any single-threaded executor.
module io.anyloop.loop.select {
    requires io.anyloop.descriptors;
    requires transitive io.anyloop.spi;

    exports io.anyloop.loop.select;

    provides io.anyloop.spi.LoopProvider with
            io.anyloop.loop.select.SelectLoopProvider,
            io.anyloop.loop.select.ExecutorLoopProvider;
}
