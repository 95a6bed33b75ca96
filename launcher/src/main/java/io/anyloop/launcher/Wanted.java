package io.anyloop.launcher;

import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/// What is run of the contracts.
///
/// @param only rules, behaviours or beginnings of the names of cases; all if there is none
/// @param soak whether to run what takes long, too
/// @param failsFast whether the first case that fails ends it
record Wanted(List<Area> areas, List<String> only, boolean soak, boolean failsFast) {

    boolean isOver(Verdict verdict) {
        return failsFast && !verdict.isGood();
    }

    /// Leaves out the cases that were not asked for, also those that make several tests.
    PostDiscoveryFilter filter() {
        return test ->
                FilterResult.includedIf(
                        only.isEmpty()
                                || !(test.getSource().orElse(null) instanceof MethodSource method)
                                || only.stream()
                                        .anyMatch(one -> names(one, method.getMethodName())));
    }

    /// Whether a rule (`2.9`), a behaviour (`N-35`) or a beginning names a case.
    static boolean names(String wanted, String caseName) {
        if (wanted.matches("\\d+\\.\\d+")) {
            return caseName.startsWith("rule_" + wanted.replace('.', '_') + "_");
        }
        if (wanted.matches("(?i)[a-z]+-\\d+[a-z]?")) {
            return caseName.startsWith(wanted.replace("-", "").toLowerCase(Locale.ROOT) + "_");
        }
        return caseName.startsWith(wanted);
    }

    /// @throws IllegalArgumentException if a choice of cases left none
    void requireSome(Verdict verdict) {
        if (!only.isEmpty() && verdict.count() == 0) {
            throw new IllegalArgumentException(
                    "No case is named by --only %s. Give a rule (2.9), a behaviour (N-35) or the beginning of a case's name; docs/behaviours.md and spi/RULES.md have them."
                            .formatted(String.join(" ", only)));
        }
    }
}
