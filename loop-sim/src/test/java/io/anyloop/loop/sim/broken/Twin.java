package io.anyloop.loop.sim.broken;

import java.util.Set;

/// A loop that is broken on purpose, in one place.
///
/// @param rule the rule it breaks
/// @param flaw what is wrong with it, to be read after "a loop that"
/// @param alsoBreaks rules that cannot be kept with this flaw, or not each time
/// @param subject the loop
record Twin(String rule, String flaw, Set<String> alsoBreaks, Subject subject) {
    Twin(String rule, String flaw, Subject subject) {
        this(rule, flaw, Set.of(), subject);
    }
}
