package io.anyloop;

import java.lang.System.Logger.Level;

/// Hears of failures that nobody else is told of. Called in a greenlet or another virtual thread of the hub, so it may
/// wait. What it throws is logged and goes no further.
@FunctionalInterface
public interface ErrorHandler {
    /// Takes a report. Each failure is reported once; a [io.anyloop.exceptions.GreenletExit] never.
    ///
    /// @param report the failure
    void failed(ErrorReport report);

    /// Writes each report, with its stack, to the [System.Logger] named `io.anyloop`. The default.
    ///
    /// @return the handler
    static ErrorHandler logging() {
        return report ->
                System.getLogger("io.anyloop")
                        .log(Level.ERROR, report.toString(), report.failure());
    }
}
