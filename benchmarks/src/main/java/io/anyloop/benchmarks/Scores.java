package io.anyloop.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures that come in round by round, by contender and by what was measured.
final class Scores {
    private final Map<List<String>, List<Double>> found = new LinkedHashMap<>();

    void add(String contender, String what, double value) {
        found.computeIfAbsent(List.of(contender, what), _ -> new ArrayList<>()).add(value);
    }

    Samples of(String contender, String what) {
        List<Double> values = found.get(List.of(contender, what));
        if (values == null) {
            throw new IllegalArgumentException(
                    "Nothing was measured of %s, %s.".formatted(contender, what));
        }
        return Samples.of(values);
    }

    /// What came in last.
    double last(String contender, String what) {
        return found.get(List.of(contender, what)).getLast();
    }

    /// The ratio in each round to what another contender had in the same round.
    Samples ratio(String contender, String to, String what) {
        return of(contender, what).dividedBy(of(to, what));
    }
}
