package io.anyloop.kernel;

/// Who waits for descriptors of the hub's loop. Hub's thread only.
public interface Registrations {
    /// Whether anybody waits for one.
    boolean isWaitedFor();

    /// Whether the loop knows of all who wait.
    boolean isSettled();

    /// Tells the loop of those that have come and gone since the last time.
    void settle();
}
