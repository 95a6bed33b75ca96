package io.anyloop.spi;

import java.util.Set;

/// An event loop: something that can wait for descriptors and time, and be woken from any thread.
///
/// There are two kinds, and a hub treats each in its own way: it *drives* a [DrivenLoop] by polling it, and it
/// is *driven by* a [HostedLoop], as a guest on somebody else's thread.
public sealed interface Loop extends AutoCloseable permits DrivenLoop, HostedLoop {

    /// The name users know this loop by: its provider's name.
    ///
    /// @return the name
    String name();

    /// What this loop can do beyond waiting and waking: what its provider declares (rule 1.4).
    ///
    /// @return the capabilities, the same at each call
    Set<Capability> capabilities();

    /// The loop's clock. Any thread. Never goes backwards (rule 5.1). The origin is arbitrary.
    ///
    /// @return now, in nanoseconds
    default long nanoTime() {
        return System.nanoTime();
    }

    /// Puts a descriptor under watch; nothing is reported before [Watch#arm].
    ///
    /// A descriptor number is used again by the system as soon as it is closed, so each number has *generations*,
    /// counted by the caller. Watching a newer generation replaces the watch of an older one: the
    /// older one reports nothing more (rule 3.5). One watch for each descriptor and generation: a second one is
    /// refused with [IllegalStateException]. The loop neither owns nor closes the descriptor.
    ///
    /// @param descriptor the system's number of an open descriptor (a socket, on Windows)
    /// @param generation how often this number had been closed before; only compared, newer is greater
    /// @param readiness hears the reports
    /// @return the watch
    /// @throws UnsupportedOperationException if the loop does not declare [Capability#DESCRIPTORS]
    /// @throws IllegalArgumentException if the descriptor is negative, or the generation is older than one already
    ///     watched
    Watch watch(int descriptor, long generation, Readiness readiness);

    /// Ends the wait that is under way, or else the next one. Any thread, also after close (then it does nothing).
    /// Sticky: not lost when it comes before the wait (rule 2.1). Wake-ups coalesce: many may end one wait
    /// (rule 2.3). Cheap when called often.
    void wakeup();

    /// Releases what the loop opened; closes no descriptor that it was given, and no host. Idempotent
    /// (rule 6.1). Only its owner closes a loop: the one who opened it, or the hub that took it over. A driven loop
    /// is closed on the thread that holds it; a hosted loop on any thread.
    @Override
    void close();
}
