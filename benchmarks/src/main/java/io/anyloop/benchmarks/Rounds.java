package io.anyloop.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Rounds in which each contender has its turn, the first one a different one in each round.
///
/// @param count how many
/// @param quick whether this is a first look and not for a record
record Rounds(int count, boolean quick) {
    private static final int FULL = 15;
    private static final int QUICK = 3;

    static Rounds of(boolean quick) {
        return new Rounds(quick ? QUICK : FULL, quick);
    }

    /// @param count 0 for as many as usual
    static Rounds of(boolean quick, int count) {
        return count == 0 ? of(quick) : new Rounds(count, quick);
    }

    /// What one contender does in one round.
    ///
    /// @param <T> a contender
    interface Turn<T> {
        void run(T contender) throws Exception;
    }

    /// What comes before a round.
    interface Before {
        /// @param round from 0
        void begin(int round) throws Exception;
    }

    /// Runs all rounds.
    <T> void run(List<T> contenders, Turn<T> turn) throws Exception {
        run(contenders, _ -> {}, List.of(turn));
    }

    /// Runs all rounds, of several parts each. In each part contenders follow each other at once, so that they are compared under the
    /// same circumstances.
    <T> void run(List<T> contenders, Before before, List<Turn<T>> parts) throws Exception {
        for (int round = 0; round < count; round++) {
            before.begin(round);
            IO.print("round %d of %d ".formatted(round + 1, count));
            for (Turn<T> part : parts) {
                for (T contender : inTurns(contenders, round)) {
                    part.run(contender);
                    IO.print(".");
                }
            }
            IO.println();
        }
        IO.println();
    }

    static <T> List<T> inTurns(List<T> contenders, int round) {
        List<T> turns = new ArrayList<>(contenders);
        Collections.rotate(turns, -round);
        return turns;
    }

    /// What to say under a table.
    String note() {
        return quick
                ? "Quick: %d short round%s, for a first look and not for a record."
                        .formatted(count, count == 1 ? "" : "s")
                : "Median (least-most) of %d rounds.".formatted(count);
    }
}
