package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.jdk.HubThreads;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Strands;
import io.anyloop.spi.Interest;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;

/// Waits of greenlets for the readiness of descriptors, for code that does its own non-blocking I/O: drivers, and
/// protocols over channels that are not in blocking mode.
///
/// ```java
/// channel.configureBlocking(false);
/// while (channel.receive(buffer) == null) {
///     Descriptors.awaitReadable(channel); // other greenlets run meanwhile
/// }
/// ```
///
/// Only in a greenlet, on a loop that watches descriptors. One greenlet at a time may wait for each direction of a
/// descriptor. A wait may end though nothing is ready; whoever waits tries the operation again. Close a descriptor
/// only when nobody waits for it.
public final class Descriptors {
    private Descriptors() {}

    /// Waits until there is something to read, or reading would tell of an end or an error.
    ///
    /// @param channel an open channel
    /// @throws IOException if the system cannot wait for it, or the channel is closed as the wait begins
    /// @throws NoHubException if the caller is not a greenlet
    /// @throws UnsupportedOperationException if the hub's loop watches no descriptors
    /// @throws IllegalStateException if another greenlet waits for the same
    public static void awaitReadable(SelectableChannel channel) throws IOException {
        await(channel, Interest.READ, Times.FOREVER);
    }

    /// As [#awaitReadable(SelectableChannel)], at most for a time.
    ///
    /// @param channel an open channel
    /// @param limit how long, zero or more
    /// @return false if the time was up first
    /// @throws IOException if the system cannot wait for it
    public static boolean awaitReadable(SelectableChannel channel, Duration limit)
            throws IOException {
        return await(channel, Interest.READ, Times.limit(limit));
    }

    /// Waits until there is room to write, a connect has finished, or writing would tell of an error.
    ///
    /// @param channel an open channel
    /// @throws IOException if the system cannot wait for it, or the channel is closed as the wait begins
    /// @throws NoHubException if the caller is not a greenlet
    /// @throws UnsupportedOperationException if the hub's loop watches no descriptors
    /// @throws IllegalStateException if another greenlet waits for the same
    public static void awaitWritable(SelectableChannel channel) throws IOException {
        await(channel, Interest.WRITE, Times.FOREVER);
    }

    /// As [#awaitWritable(SelectableChannel)], at most for a time.
    ///
    /// @param channel an open channel
    /// @param limit how long, zero or more
    /// @return false if the time was up first
    /// @throws IOException if the system cannot wait for it
    public static boolean awaitWritable(SelectableChannel channel, Duration limit)
            throws IOException {
        return await(channel, Interest.WRITE, Times.limit(limit));
    }

    /// As [#awaitReadable(SelectableChannel)], for a descriptor of the system.
    ///
    /// @param descriptor its number
    /// @throws IOException if the system cannot wait for it
    public static void awaitReadable(int descriptor) throws IOException {
        await(descriptor, Interest.READ, Times.FOREVER);
    }

    /// As [#awaitWritable(SelectableChannel)], for a descriptor of the system.
    ///
    /// @param descriptor its number
    /// @throws IOException if the system cannot wait for it
    public static void awaitWritable(int descriptor) throws IOException {
        await(descriptor, Interest.WRITE, Times.FOREVER);
    }

    /// As [#awaitReadable(SelectableChannel, Duration)], for a descriptor of the system.
    ///
    /// @param descriptor its number
    /// @param limit how long, zero or more
    /// @return false if the time was up first
    /// @throws IOException if the system cannot wait for it
    public static boolean awaitReadable(int descriptor, Duration limit) throws IOException {
        return await(descriptor, Interest.READ, Times.limit(limit));
    }

    /// As [#awaitWritable(SelectableChannel, Duration)], for a descriptor of the system.
    ///
    /// @param descriptor its number
    /// @param limit how long, zero or more
    /// @return false if the time was up first
    /// @throws IOException if the system cannot wait for it
    public static boolean awaitWritable(int descriptor, Duration limit) throws IOException {
        return await(descriptor, Interest.WRITE, Times.limit(limit));
    }

    private static int number(SelectableChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new java.nio.channels.ClosedChannelException();
        }
        return HubThreads.descriptor(channel);
    }

    private static boolean await(SelectableChannel channel, Interest side, long nanos)
            throws IOException {
        return await(number(channel), channel, side, nanos);
    }

    private static boolean await(int descriptor, Interest side, long nanos) throws IOException {
        return await(descriptor, null, side, nanos);
    }

    private static boolean await(
            int descriptor, SelectableChannel channel, Interest side, long nanos)
            throws IOException {
        String call = side.reads() ? "awaitReadable" : "awaitWritable";
        Engine engine = Strands.engine(Strands.currentFor(call));
        engine.requireTime();
        return Hub.of(engine).descriptors.at(descriptor).await(call, channel, side, nanos);
    }
}
