package io.anyloop.kernel;

/// Something that is due at a time, and nothing else; a [io.anyloop.Timeout] is an exception, and due all the same. Belongs to one hub's [Deadlines] while it is pending; hub's thread only.
public abstract class Deadline {
    /// For the rooms of this library.
    ///
    /// @hidden
    protected static final int IDLE = -1;

    int slot = IDLE;

    /// Whether something is left on the hub as long as this is pending. A greenlet's deadline need not say so: the greenlet
    /// itself does.
    ///
    /// @hidden
    protected boolean keepsHub;

    /// Whether it does not count at all: nobody relies on it to be woken.
    ///
    /// @hidden
    protected boolean isUnreferenced;

    /// The time has come. Runs on the hub's thread, outside any greenlet: only makes something runnable.
    ///
    /// @hidden
    protected abstract void due();

    /// The hub ends before the time has come. What must happen all the same happens elsewhere.
    ///
    /// @param nanos how long it would still have taken
    ///
    /// @hidden
    protected void outlive(long nanos) {
        // Most deadlines end with their hub.
    }

    /// For the rooms of this library.
    ///
    /// @hidden
    protected final boolean isPending() {
        return slot != IDLE;
    }
}
