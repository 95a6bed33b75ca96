package io.anyloop.benchmarks;

import java.util.Locale;

/// What one contender should reach, beside another.
///
/// @param who whose figure
/// @param to beside whose
/// @param key under which the figure is kept
/// @param title what it is, for people
/// @param bound the ratio
/// @param isFloor whether that is the least, or else the most
record Target(String who, String to, String key, String title, double bound, boolean isFloor) {

    /// Whether it was reached, as a line for people.
    String verdict(Scores scores) {
        double ratio = scores.ratio(who, to, key).median();
        boolean met = isFloor ? ratio >= bound : ratio <= bound;
        return String.format(
                Locale.ROOT,
                "%s, %s beside %s: %.2f; target %s %.2f: %s",
                who,
                title,
                to,
                ratio,
                isFloor ? ">=" : "<=",
                bound,
                met ? "met" : "MISSED");
    }
}
