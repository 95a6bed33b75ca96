package io.anyloop.descriptors;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/// Waiting for descriptors that somebody else owns with a [java.nio.channels.Selector] of the JDK's. Nothing here closes a descriptor.
///
/// A Selector knows its keys by descriptor number, and keeps a cancelled one until its next selection: select once between
/// cancelling a key and registering the same number again, or the new key is never heard.
public final class RawDescriptors {
    private RawDescriptors() {}

    /// Refuses where the JDK does not let us at its channels. Any thread.
    ///
    /// @throws IllegalStateException if `sun.nio.ch` is not exported, with the flag that does it
    public static void require() {
        Export.require();
    }

    /// Dresses a descriptor as a channel, which can be registered for reading and writing. Call [#require] before.
    ///
    /// @param number the system's number
    /// @return a channel, not blocking; closing it leaves the descriptor open
    /// @throws IOException if the JDK refuses
    public static SelectableChannel channel(int number) throws IOException {
        return RawDescriptor.of(number);
    }

    /// What a selected key is ready for. On the selecting thread.
    ///
    /// @param key of a channel that was made here
    /// @return the bits of [io.anyloop.spi.Readiness]; 0 for nothing that is still wanted
    public static int readiness(SelectionKey key) {
        return key.isValid() ? RawDescriptor.readiness(key) : 0;
    }
}
