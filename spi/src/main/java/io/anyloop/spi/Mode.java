package io.anyloop.spi;

/// How long an arming lasts.
public enum Mode {
    /// One report, then the watch is spent until it is armed again. Level: a condition that holds already
    /// when the watch is armed is reported.
    ONCE,

    /// Stays armed and reports each new edge. Only for loops that declare [Capability#KEEP].
    KEEP
}
