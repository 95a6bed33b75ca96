package io.anyloop.launcher;

import java.util.List;
import java.util.Map;

/// What came of one area on one loop.
///
/// @param notApplicable how many cases there were for each reason
record AreaResult(
        int passed,
        List<Failure> failures,
        Map<String, Integer> notApplicable,
        double seconds,
        List<One> cases) {

    /// What came of one case, in words; empty where it passed.
    record One(String name, Report.Status status, double seconds, String text) {}

    /// A case that failed.
    record Failure(String name, Throwable thrown) {}

    /// Whether no case of it was asked for.
    boolean isEmpty() {
        return passed == 0 && failures.isEmpty() && notApplicable.isEmpty();
    }

    int notApplicableCount() {
        return notApplicable.values().stream().mapToInt(Integer::intValue).sum();
    }
}
