package io.anyloop.spi;

import java.util.Objects;

/// Whether a loop can be opened here and now: yes, or a reason and a remedy.
public sealed interface Availability {

    /// The loop can be opened.
    record Available() implements Availability {}

    /// The loop cannot be opened.
    ///
    /// @param reason what was seen, for example `needs Linux, this is Mac OS X`
    /// @param remedy what the user can do, for example `use the kqueue loop`
    record Unavailable(String reason, String remedy) implements Availability {
        /// Refuses a missing reason or remedy: absence always carries both (rule 1.2).
        public Unavailable {
            if (reason.isBlank() || remedy.isBlank()) {
                throw new IllegalArgumentException(
                        "An unavailable loop needs a reason and a remedy.");
            }
        }
    }

    /// The answer "yes".
    ///
    /// @return the one [Available]
    static Availability yes() {
        return Yes.INSTANCE;
    }

    /// The answer "no".
    ///
    /// @param reason what was seen
    /// @param remedy what the user can do
    /// @return the answer
    static Availability no(String reason, String remedy) {
        return new Unavailable(Objects.requireNonNull(reason), Objects.requireNonNull(remedy));
    }

    /// Whether the loop can be opened.
    ///
    /// @return true for [Available]
    default boolean isYes() {
        return this instanceof Available;
    }
}

final class Yes {
    static final Availability INSTANCE = new Availability.Available();

    private Yes() {}
}
