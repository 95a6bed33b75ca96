package io.anyloop.spi;

import java.io.IOException;

/// A descriptor under watch on one loop, in one generation. Confined to the loop's thread.
public interface Watch {

    /// Asks to be told when the descriptor is ready. Replaces what was armed before: the interest given here is
    /// the whole interest. A report in [Mode#ONCE] spends it whole, for both directions; what is still wanted is
    /// armed again.
    ///
    /// On a watch that was cancelled, or replaced by one of a newer generation, this throws
    /// [IllegalStateException] (rule 3.5).
    ///
    /// @param interest what to wait for
    /// @param mode how long the arming lasts; [Mode#KEEP] only where declared, else
    ///     [IllegalArgumentException]
    /// @throws IOException if the system refuses the descriptor and the loop can tell, for example because it is not
    ///     open or cannot be waited for (a regular file)
    void arm(Interest interest, Mode mode) throws IOException;

    /// Ends the watch: no report follows (rule 3.4). May be called again, and on a watch that was replaced,
    /// where it does nothing. Never touches a descriptor of a newer generation, and closes nothing.
    void cancel();
}
