package io.anyloop;

/// There was no room: not at the time of the call, or not within the limit that was given to the call itself. Never
/// thrown for a [Timeout], which comes through as it is.
///
/// @see <a href="https://docs.python.org/3/library/queue.html#queue.Full">queue.Full</a>
public class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FullException(String message) {
        super(message);
    }
}
