package io.anyloop.integration.cuts;

/// What a run counts. In the order of the page.
enum Count {
    /// Calls, cut off or not.
    ROUNDS,
    /// Calls that were cut off, and from which a Timeout or a kill came as itself, or whose `callOr` returned its value.
    CUT,
    /// Somebody got the answer to a question of somebody else.
    WRONG,
    /// A call failed that nobody cut off, or before anybody did.
    UNCUT_FAILED,
    /// A call form or a greenlet ended with something else than the Timeout or the kill that was due.
    LOST,
    /// It took 100 ms longer than it should have, and than threads of the platform were held up meanwhile.
    OVERRUN,
    /// Connections of the pool that could not be borrowed any more.
    MISSING,
    /// Sockets, connections at the server and greenlets that were still there when the client was closed.
    LEFT,
    /// It did not come to an end.
    HUNG,
    /// A block, which cannot replace what its body throws, had its Timeout among the suppressed. No failure.
    BLOCK_OTHER,
    /// The longest that anybody was late, in milliseconds, less what the platform is to blame for. No failure.
    LATEST_MILLIS,
    /// The longest call that nobody cut off, in milliseconds. No failure.
    UNCUT_MILLIS,
    /// The latest that a thread of the platform woke, in milliseconds. No failure.
    JITTER_MILLIS;

    /// Whether anything but zero is wrong.
    boolean isFailure() {
        return ordinal() >= WRONG.ordinal() && ordinal() <= HUNG.ordinal();
    }
}
