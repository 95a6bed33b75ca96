package io.anyloop;

import java.lang.System.Logger.Level;

/// Hears of what keeps a hub's thread for too long. Called on a thread of the library's that looks after all hubs: it must not
/// wait. What it throws is logged and goes no further.
@FunctionalInterface
public interface StuckHandler {
    /// Takes a report: one for each time that something is stuck.
    ///
    /// @param report what was found
    void stuck(StuckReport report);

    /// Writes each report to the [System.Logger] named `io.anyloop`, as a warning. The default.
    ///
    /// @return the handler
    static StuckHandler logging() {
        return report -> System.getLogger("io.anyloop").log(Level.WARNING, report.toString());
    }
}
