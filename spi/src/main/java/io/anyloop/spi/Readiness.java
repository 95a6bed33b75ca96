package io.anyloop.spi;

/// Takes what a loop found out about one descriptor.
///
/// Called on the loop's thread, inside [DrivenLoop#poll] or inside a task of the host, and nowhere else
/// (rule 3.6). It only notes what it hears: it does not block, does not throw, and calls nothing of the loop but
/// [Loop#wakeup], by which a guest asks its host for a turn.
@FunctionalInterface
public interface Readiness {
    /// There is something to read, or reading would report the end or an error.
    int READ = 1;

    /// There is room to write, or writing would report an error.
    int WRITE = 2;

    /// Beside data there is something out of the ordinary: hang-up, half close, error or urgent data. Goes with
    /// [#READ], [#WRITE] or both, never alone.
    int UNUSUAL = 4;

    /// Hears that the descriptor is ready. May be out of date, though never unasked: whoever waits tries its operation
    /// again.
    ///
    /// @param what [#READ], [#WRITE] and [#UNUSUAL], or-ed; at least one of the first two
    void ready(int what);
}
