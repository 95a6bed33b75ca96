package io.anyloop.loop.netty;

/// How long what a port is asked for lasts, and what it may take for granted.
public enum Arming {
    /// One report. The file may be another one than the last time.
    ONCE,

    /// One report, and the file is the one of the last arming: whatever is still registered for it may serve.
    AGAIN,

    /// A report at each edge, until it is disarmed.
    KEEP
}
