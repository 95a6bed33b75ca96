package io.anyloop;

/// Hears when a platform thread begins and ceases to run a greenlet: for what belongs to that thread and not to the greenlet's own, such
/// as a profiler's label or a context that native code knows. Given to [HubBuilder#switchListener].
///
/// On the thread that carries the greenlet, between two steps: the hub's, a host's, or another one as long as the hub is lent or the
/// greenlet is on an errand. Must not wait, nor take a lock that a greenlet may hold. What it throws is reported.
public interface SwitchListener {

    /// The thread goes on with the greenlet next.
    ///
    /// @param greenlet the greenlet
    void mounts(Greenlet<?> greenlet);

    /// The greenlet has left the thread: it waits, gives way, or has ended. In the same thread as the call before.
    ///
    /// @param greenlet the greenlet
    void unmounted(Greenlet<?> greenlet);
}
