package io.anyloop;

/// Thrown into a greenlet that kept its hub's thread for too long, where [WhenStuck#THROW] asks for it. Its stack is the one that
/// the greenlet had when it was found.
public final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckException(StuckReport report) {
        super(report.toString());
        setStackTrace(report.stack().toArray(StackTraceElement[]::new));
    }
}
