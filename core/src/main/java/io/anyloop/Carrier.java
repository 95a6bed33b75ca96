package io.anyloop;

/// Who gives a hub its thread: a thread of its own, or a host.
interface Carrier {
    /// Another thread has sent something: see to it that the hub looks soon. Any thread.
    void signal();

    /// Whether the hub is being turned at this moment. Hub's thread only.
    boolean isInTurn();

    /// Whether another thread waits to carry the hub, so that this one should make an end between two tasks. Any thread.
    boolean isWanted();

    /// Releases the loop, as the hub's last act.
    void close();
}
