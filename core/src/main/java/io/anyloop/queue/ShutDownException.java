package io.anyloop.queue;

/// A queue or a channel was shut down: it takes no more items, and if this comes from a call that gets one, none is left.
/// No later call will do better.
///
/// @see <a href="https://docs.python.org/3/library/queue.html#queue.ShutDown">queue.ShutDown</a>
/// @serial exclude
public class ShutDownException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient Exchange<?> exchange;

    ShutDownException(Exchange<?> exchange) {
        super(
                exchange
                        + " was shut down. It takes no more items, and gives none when it is empty.");
        this.exchange = exchange;
    }

    ShutDownException(String message) {
        super(message);
        this.exchange = null;
    }

    boolean isOf(Exchange<?> one) {
        return exchange == one;
    }
}
