package io.anyloop.loop.select;

/// One arming of one watch. A report answers exactly one arming, known by its identity, so a report
/// that was under way when its watch was armed anew does not answer the wrong question.
final class Arming {
    final DescriptorWatch watch;
    final int what;

    /// @param what `READ`, `WRITE` or both, in the bits of [io.anyloop.spi.Readiness]
    Arming(DescriptorWatch watch, int what) {
        this.watch = watch;
        this.what = what;
    }
}
