package io.anyloop;

/// What happens when something keeps a hub's thread for longer than [HubBuilder#stuckLimit], beside the report.
public enum WhenStuck {
    /// Nothing, unless the thread is blocked on a monitor, where it can do nothing at all, or the hub was lent for a greenlet that is
    /// pinned or sits in a call that blocks, for which the thread may wait: both are treated as for [#HAND_OVER]. The second sooner,
    /// and the first as soon as it is seen that a greenlet of the same hub has the monitor.
    REPORT,

    /// A greenlet gets a [StuckException] at its next wait. For tests.
    THROW,

    /// If it does not use the processor, another thread takes the hub on, while that one keeps the virtual thread it is stuck
    /// with, until that next waits. Until then two run at once, though one at a time is what a hub promises otherwise. Not on a
    /// hosted loop, whose thread is the host's.
    HAND_OVER,

    /// As [#HAND_OVER], also when it uses the processor: for code that computes or polls, and was not written for hubs. What it shares
    /// with greenlets of the hub it needs locks for, as between threads.
    HAND_OVER_BUSY
}
