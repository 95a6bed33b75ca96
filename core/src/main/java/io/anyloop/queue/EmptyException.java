package io.anyloop.queue;

/// There was no item: not at the time of the call, or not within the limit that was given to the call itself. Never
/// thrown for a [io.anyloop.Timeout], which comes through as it is.
///
/// @see <a href="https://docs.python.org/3/library/queue.html#queue.Empty">queue.Empty</a>
public class EmptyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmptyException(String message) {
        super(message);
    }
}
