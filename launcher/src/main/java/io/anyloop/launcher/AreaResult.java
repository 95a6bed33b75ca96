package io.anyloop.launcher;

import java.util.List;
import java.util.Map;

/// What came of one area on one loop.
///
/// @param notApplicable how many cases there were for each reason
record AreaResult(
        int passed, List<Failure> failures, Map<String, Integer> notApplicable, double seconds) {

    /// A case that failed.
    record Failure(String name, Throwable thrown) {}

    int notApplicableCount() {
        return notApplicable.values().stream().mapToInt(Integer::intValue).sum();
    }
}
