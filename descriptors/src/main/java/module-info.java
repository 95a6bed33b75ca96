/// Descriptors that somebody else owns, dressed as channels of the JDK's, for loops that wait with a Selector.
module io.anyloop.descriptors {
    requires transitive io.anyloop.spi;

    exports io.anyloop.descriptors;
}
