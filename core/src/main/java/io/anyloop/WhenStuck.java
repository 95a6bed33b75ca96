package io.anyloop;

/// What happens when something keeps a hub's thread for longer than [HubBuilder#stuckLimit], beside the report.
public enum WhenStuck {
    /// Nothing, unless the hub was lent for a greenlet that is pinned or sits in a call that blocks: since the thread may wait for
    /// just that one, it is treated as for [#HAND_OVER] then, and sooner.
    REPORT,

    /// A greenlet gets a [StuckException] at its next wait. For tests.
    THROW,

    /// If it does not use the processor, another thread takes the hub on, while that one keeps the virtual thread it is stuck
    /// with, until that next waits. Until then two run at once, though one at a time is what a hub promises otherwise. Not on a
    /// hosted loop, whose thread is the host's.
    HAND_OVER
}
