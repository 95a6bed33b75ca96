package io.anyloop.exceptions;

/// A call that waits was made on a loop's own thread: in a callback of the hub or of its host. Waiting there would
/// stop every greenlet, the one waited for included.
public class BlockingInLoopException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// One for a call that waits.
    ///
    /// @param call what was called
    /// @param hub the name of the hub whose thread it is
    public BlockingInLoopException(String call, String hub) {
        super(
                "%s would block the thread of hub %s, on which all its greenlets run. Callbacks must not wait: put the code into a greenlet, hub.spawn(() -> ...)."
                        .formatted(call, hub));
    }
}
