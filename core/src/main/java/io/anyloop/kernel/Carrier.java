package io.anyloop.kernel;

/// Who gives a hub its thread: a thread of its own, or a host.
public interface Carrier {
    /// Another thread has sent something: see to it that the hub looks soon. Any thread.
    void signal();

    /// Whether the hub is being turned at this moment. Hub's thread only.
    boolean isInTurn();

    /// Whether the calling thread still carries the hub after a task, and nobody wants to carry it instead.
    boolean goesOn(Thread me);

    /// Has the thread that carries the hub try once more for the monitor that it stands at, if it is in a turn: by an interrupt, which
    /// the turn takes away again. Any thread.
    void tryMonitorAgain();

    /// What the thread that carries the hub is at; null if it has none. Any thread.
    Progress progress();

    /// Releases the loop, as the hub's last act.
    void close();
}
