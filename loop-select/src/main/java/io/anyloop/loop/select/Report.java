package io.anyloop.loop.select;

/// What the selector found, on its way to the loop's thread.
///
/// @param arming what was asked
/// @param what the answer, in the bits of [io.anyloop.spi.Readiness]
record Report(Arming arming, int what) {

    /// Hands the report over. Loop's thread only.
    void deliver() {
        arming.watch.hear(this);
    }
}
