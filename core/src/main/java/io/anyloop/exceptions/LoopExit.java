package io.anyloop.exceptions;

/// Nothing can wake the greenlets of this hub any more: a deadlock, thrown where [io.anyloop.Hub#call] waits. Only on hubs that
/// are a closed world, as on a simulated loop; elsewhere another thread may always come. The message lists every
/// greenlet and what it waits on.
public class LoopExit extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// One for greenlets that nothing can wake.
    ///
    /// @param message who waits for what
    public LoopExit(String message) {
        super(message);
    }
}
