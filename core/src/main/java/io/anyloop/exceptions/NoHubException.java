package io.anyloop.exceptions;

/// A call that needs a hub was made where there is none.
public class NoHubException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// One for a call that needs a hub.
    ///
    /// @param call what was called
    public NoHubException(String call) {
        super(
                call
                        + " needs a hub, and "
                        + Thread.currentThread()
                        + " is not a greenlet. Call it inside Hub.run(...), or on a hub that you hold:"
                        + " hub.spawn(...).");
    }
}
