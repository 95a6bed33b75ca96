package io.anyloop.loop.iocp;

import java.io.IOException;

/// What the loop needs of the system: one completion port, and polls of sockets that end in packets
/// there.
///
/// Each poll has a *slot*: a number of the caller's, whose memory the system writes to until the
/// packet with that number has been taken out by [#await]. Confined to the loop's thread, except
/// [#wake].
interface Kernel {

    /// Opens a handle through which sockets can be polled; its packets come to the port.
    ///
    /// @return the handle
    long openPollHandle() throws IOException;

    /// Closes a handle through which no poll is under way.
    void closePollHandle(long handle);

    /// The socket beneath all layers that were put over it: the one that the driver knows.
    ///
    /// @throws IOException if that number is no open socket
    long baseSocket(int socket) throws IOException;

    /// Asks to be told when one of the events holds on the socket.
    ///
    /// @param slot not in use by another poll
    /// @param events bits of [AfdEvents]
    /// @return a status of [NtStatus]; where it [is an error][NtStatus#isError], no packet will come,
    ///     in all other cases exactly one
    int poll(long handle, int slot, long baseSocket, int events);

    /// Asks for an early end of the poll in this slot. Its packet comes in any case.
    ///
    /// @return a status of [NtStatus]; NOT_FOUND where the poll has ended, and its packet is under way
    int cancel(long handle, int slot);

    /// Waits for packets, and takes out as many as there is room for.
    ///
    /// @param nanos 0 or less does not wait, [Long#MAX_VALUE] waits until there is one; rounded up
    void await(long nanos, Packets into) throws IOException;

    /// Sends the packet that wakes. Any thread; not after [#close].
    void wake();

    /// Closes the port, and gives the memory of the slots back.
    ///
    /// @param idle whether no poll is under way; else the memory is left to the system for ever
    void close(boolean idle);
}
