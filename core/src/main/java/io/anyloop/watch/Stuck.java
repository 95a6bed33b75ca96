package io.anyloop.watch;

import java.time.Duration;

/// What has kept a hub's thread. A snapshot.
///
/// @param thread what ran
/// @param time for how long, without `late`
/// @param onProcessor for how much of that it had a processor; null if that is not known
/// @param late by how much the looks came late meanwhile
/// @param stack where it was, the innermost frame first
/// @param blockedOn what it waits for, and who holds that; may be empty
/// @param handedOver whether another thread carries the hub on
/// @param isTooLong whether that was longer than the hub's limit
public record Stuck(
        Thread thread,
        Duration time,
        Duration onProcessor,
        Duration late,
        StackTraceElement[] stack,
        String blockedOn,
        boolean handedOver,
        boolean isTooLong) {

    /// Is told.
    @FunctionalInterface
    public interface Listener {
        /// Something has kept the hub's thread. On the watchdog's thread, or one made for it.
        void stuck(Stuck what);
    }
}
