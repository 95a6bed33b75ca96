/// What an event loop must offer so that a hub can wait on it: a small interface with numbered promises
/// (`spi/RULES.md`). Nothing here knows greenlets.
module io.anyloop.spi {
    exports io.anyloop.spi;
}
