package io.anyloop.exceptions;

/// The hub has been closed, or has died; the cause says of what.
public class HubClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// One for a hub that takes nothing more.
    ///
    /// @param message which hub, why, and what to do
    /// @param cause of what it died; null if it was closed
    public HubClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
