package io.anyloop;

/// Something that is due at a time, and nothing else; a [Timeout] is an exception, and due all the same. Belongs to one hub's [Deadlines] while it is pending; hub's thread only.
abstract class Deadline {
    static final int IDLE = -1;

    int slot = IDLE;

    /// Whether something is left on the hub as long as this is pending. A greenlet's deadline need not say so: the greenlet
    /// itself does.
    boolean keepsHub;

    /// Whether it does not count at all: nobody relies on it to be woken.
    boolean isUnreferenced;

    /// The time has come. Runs on the hub's thread, outside any greenlet: only makes something runnable.
    abstract void due();

    /// The hub ends before the time has come. What must happen all the same happens elsewhere.
    ///
    /// @param nanos how long it would still have taken
    void outlive(long nanos) {
        // Most deadlines end with their hub.
    }

    /// How long a greenlet has waited for this, if it is the last that it has waited for.
    static long waitedNanos(Greenlet<?> greenlet) {
        return Math.max(0, greenlet.hub.now() - greenlet.waitingSince);
    }

    final boolean isPending() {
        return slot != IDLE;
    }
}
