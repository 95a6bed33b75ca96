package io.anyloop.kernel;

/// Runs what a hub has to run, and tells somebody of it.
public interface Switching {
    /// Runs one task.
    void run(Runnable task);
}
