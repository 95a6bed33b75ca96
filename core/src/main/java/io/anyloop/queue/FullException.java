package io.anyloop.queue;

/// There was no room: not at the time of the call, or not within the limit that was given to the call itself. Never
/// thrown for a [io.anyloop.Timeout], which comes through as it is.
///
/// @see <a href="https://docs.python.org/3/library/queue.html#queue.Full">queue.Full</a>
public class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// One for a call of this library's.
    ///
    /// @param message what was full, and what to do
    protected FullException(String message) {
        super(message);
    }
}
