package io.anyloop.spi;

import java.io.IOException;
import java.util.Set;

/// Says whether a loop can run here, and opens it. Found by [java.util.ServiceLoader]. Any thread.
public interface LoopProvider {

    /// Who drives whom.
    enum Kind {
        /// The hub polls the loop, on a thread of its own.
        DRIVEN,
        /// The host runs the hub, on the host's thread.
        HOSTED
    }

    /// The name users choose the loop by: lower case letters, digits and hyphens, unique (rule 1.1).
    ///
    /// @return for example `select`
    String name();

    /// Who drives whom: which of the two interfaces [#open] returns.
    ///
    /// @return the kind
    Kind kind();

    /// The systems this loop is made for, for a table that people read.
    ///
    /// @return for example `Linux`, or `every system`
    String systems();

    /// Which loop is preferred when the user names none: the highest number that is available. 0 or less is
    /// never chosen unless it is named. By custom `select` has 100, a system's own loop 200 or more.
    ///
    /// @return the priority
    int priority();

    /// Whether [#open] would work here and now. Cheap enough to be asked often, never throws (rule 1.2).
    ///
    /// @return yes, or a reason and a remedy
    Availability availability();

    /// What the loop can do beyond waiting and waking.
    ///
    /// @return the capabilities, the same at each call
    Set<Capability> capabilities();

    /// Opens a new loop, independent of all others. A driven loop belongs to the calling thread at first.
    ///
    /// @return the loop
    /// @throws IOException if the system refuses, for example because too many files are open
    /// @throws IllegalStateException with reason and remedy if the loop is not available (rule 1.3)
    Loop open() throws IOException;
}
