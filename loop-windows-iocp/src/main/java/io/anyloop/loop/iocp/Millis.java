package io.anyloop.loop.iocp;

/// Waits in the unit of the system.
final class Millis {
    private static final long NANOS_EACH = 1_000_000;

    private Millis() {}

    /// Rounded up, so that a short wait is a wait; [Iocp#INFINITE] for [Long#MAX_VALUE]. A wait that is
    /// too long to be said ends early, after 49 days.
    static int of(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        if (nanos == Long.MAX_VALUE) {
            return Iocp.INFINITE;
        }
        return (int) Math.min(Math.ceilDiv(nanos, NANOS_EACH), 0xFFFFFFFEL);
    }
}
