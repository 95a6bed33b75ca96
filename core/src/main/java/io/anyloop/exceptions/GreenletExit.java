package io.anyloop.exceptions;

/// Ends a greenlet that is killed. An [Error], so that `catch (Exception)` does not eat it; it is not reported
/// and counts as success.
public class GreenletExit extends Error {
    private static final long serialVersionUID = 1;

    /// An exit without a message.
    public GreenletExit() {
        this("killed");
    }

    /// An exit with a message.
    ///
    /// @param message why the greenlet is ended
    public GreenletExit(String message) {
        super(message);
    }
}
