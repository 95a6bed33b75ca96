package io.anyloop.loop.netty;

import java.io.IOException;

/// The place of one descriptor number on one event loop of Netty's. Confined to that event loop's thread.
///
/// The number may be closed and used again without a word to us; a port has to notice when it is armed, or tolerate it.
/// What it finds goes to the [Reports] that it was made with.
public interface DescriptorPort {

    /// Registers what to wait for, in place of what was registered before. What holds already is reported.
    ///
    /// @param what [io.anyloop.spi.Readiness#READ], [io.anyloop.spi.Readiness#WRITE] or both
    /// @param how for how many reports
    /// @throws IOException if the system refuses the descriptor
    void arm(int what, Arming how) throws IOException;

    /// What was just reported is not armed, so nobody heard of it. A port that leaves registered what it has reported
    /// once sees to it that this does not go on.
    default void unheard() {
        // Nothing is registered but what is armed.
    }

    /// Nobody waits any more, though what was armed has not been reported. A report that comes all the same is dropped,
    /// so this may do nothing where that saves a system call; after a keeping arming it must end the registration.
    ///
    /// @param keep how it was armed
    void disarm(boolean keep);

    /// Takes what a port finds, on the event loop's thread.
    @FunctionalInterface
    interface Reports {

        /// Hears what holds.
        ///
        /// @param what the bits of [io.anyloop.spi.Readiness]; both directions for a hang-up or an error
        void report(int what);
    }
}
