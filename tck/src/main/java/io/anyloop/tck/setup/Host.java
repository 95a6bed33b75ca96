package io.anyloop.tck.setup;

/// The other side of a hosted loop: what the contract must be able to do to the host itself.
/// [io.anyloop.tck.LoopContract#openLoop] opens the loop over a host that the test made, so that the loop has no
/// right to end it.
public interface Host {

    /// Runs a task on the host's thread, as any other user of the host would. Any thread.
    ///
    /// @param task what to run
    void execute(Runnable task);

    /// Ends the host, as its owner would. Any thread; no task runs after it has returned.
    void end();

    /// How many tasks and timers wait on the host at the moment, so that the contract sees whether
    /// a closed loop left any.
    ///
    /// @return the number; 0 where the host cannot tell
    default int left() {
        return 0;
    }
}
