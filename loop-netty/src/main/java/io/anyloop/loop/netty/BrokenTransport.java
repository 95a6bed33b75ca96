package io.anyloop.loop.netty;

/// The system's side of a loop is gone. An [Error], since a handler of Netty's takes any exception for a passing one: it
/// logs, sleeps for a second on the loop's thread, and tries again for ever.
public final class BrokenTransport extends Error {
    private static final long serialVersionUID = 1;

    /// For a transport that found out.
    ///
    /// @param message what does not work any more
    /// @param cause what the system said
    public BrokenTransport(String message, Throwable cause) {
        super(message, cause);
    }
}
