package io.anyloop;

/// A call that waits was made on a loop's own thread: in a callback of the hub or of its host. Waiting there would
/// stop every greenlet, the one waited for included.
public class BlockingInLoopException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    BlockingInLoopException(String call, Hub hub) {
        super(
                "%s would block the thread of hub %s, on which all its greenlets run. Callbacks must not wait: put the code into a greenlet, hub.spawn(() -> ...)."
                        .formatted(call, hub.name()));
    }
}
