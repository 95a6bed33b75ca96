package io.anyloop.tck.setup;

import java.io.IOException;

/// Two connected ends, of which one is watched: what the cases on descriptors pull at.
///
/// Fresh wires have room to write and nothing to read. The default is a pair of real sockets on the
/// loopback interface; a loop whose descriptors are simulated brings its own
/// ([io.anyloop.tck.LoopContract#openWire]). Used by one thread at a time.
public interface Wire extends AutoCloseable {

    /// The number of the watched end.
    ///
    /// @return the descriptor
    int descriptor();

    /// Gives the watched end something to read. Has arrived on return.
    ///
    /// @throws IOException if the wire is broken
    void makeReadable() throws IOException;

    /// Reads on the watched end until there is nothing to read.
    ///
    /// @return how many bytes there were
    /// @throws IOException if the watched end is closed
    int drain() throws IOException;

    /// Writes on the watched end until there is no room.
    ///
    /// @throws IOException if the wire is broken
    void fill() throws IOException;

    /// Makes room to write on the watched end after [#fill].
    ///
    /// @throws IOException if the wire is broken
    void makeWritable() throws IOException;

    /// The other end goes away abruptly, so that reading and writing would both report an error.
    ///
    /// @throws IOException if the wire is broken
    void hangUp() throws IOException;

    /// Closes both ends and tells no loop. The number is free for the next wire.
    ///
    /// @throws IOException if the system refuses
    @Override
    void close() throws IOException;
}
