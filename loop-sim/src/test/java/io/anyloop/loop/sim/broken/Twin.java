package io.anyloop.loop.sim.broken;

import io.anyloop.tck.setup.TckEnvironment;
import java.util.Set;

/// A loop that is broken on purpose, in one place.
///
/// @param rule the rule it breaks
/// @param flaw what is wrong with it, to be read after "a loop that"
/// @param alsoBreaks rules that cannot be kept with this flaw, or not each time
/// @param subject the loop
/// @param isWhole whether all rules are tried, by the cases that take little time; else only its own, by all cases
/// @param environment how patient the contract is with it
record Twin(
        String rule,
        String flaw,
        Set<String> alsoBreaks,
        Subject subject,
        boolean isWhole,
        TckEnvironment environment) {

    Twin(String rule, String flaw, Set<String> alsoBreaks, Subject subject) {
        this(rule, flaw, alsoBreaks, subject, true, subject.environment());
    }

    Twin(String rule, String flaw, Subject subject) {
        this(rule, flaw, Set.of(), subject);
    }

    /// A loop of which only the rule that it breaks is tried. Nobody has to wait for a loop that is wrong.
    static Twin alone(String rule, String flaw, Subject subject) {
        return new Twin(rule, flaw, Set.of(), subject, false, new TckEnvironment(1));
    }

    /// The same, where the flaw shows after so many rounds that a slow machine needs its time for them.
    Twin patiently() {
        return new Twin(rule, flaw, alsoBreaks, subject, isWhole, subject.environment());
    }
}
