package io.anyloop;

/// The hub has been closed, or has died; the cause says of what.
public class HubClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    HubClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
