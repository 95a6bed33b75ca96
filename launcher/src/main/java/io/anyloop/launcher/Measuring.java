package io.anyloop.launcher;

import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.LoopCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Measures what loops cost, beside `select`, which runs everywhere, and the system's own loop. In each round one loop is measured after the
/// other, so that what else the machine does meets them all; the median of the rounds counts.
final class Measuring {
    static final int ROUNDS = 5;
    private static final String EVERYWHERE = "select";

    private final List<Contender> loops;
    private final List<Contender> references;
    private final int rounds;

    private Measuring(List<Contender> loops, List<Contender> references, int rounds) {
        this.loops = loops;
        this.references = references;
        this.rounds = rounds;
    }

    /// @param asked what to measure, all of it available
    /// @param all what there is to compare it with
    static Measuring of(List<Contender> asked, List<Contender> all, int rounds) {
        List<Contender> references = new ArrayList<>();
        all.stream()
                .filter(loop -> loop.name().equals(EVERYWHERE))
                .findFirst()
                .ifPresent(references::add);
        systemsOwn(all).filter(own -> !references.contains(own)).ifPresent(references::add);
        List<Contender> loops = new ArrayList<>(asked);
        references.stream().filter(one -> !loops.contains(one)).forEach(loops::add);
        return new Measuring(loops, references, rounds);
    }

    /// What a hub takes that names none.
    private static Optional<Contender> systemsOwn(List<Contender> all) {
        return all.stream()
                .filter(loop -> loop.contract().loop().kind() == Kind.DRIVEN)
                .filter(loop -> loop.availability().isYes())
                .max(Comparator.comparingInt(loop -> loop.contract().loop().priority()));
    }

    /// @return whether all could be measured
    boolean print(Verdict verdict) {
        verdict.line(
                "Rounds: %d, in each one loop after the other; medians.%s",
                rounds,
                references.isEmpty()
                        ? ""
                        : " Beside them, how often that of " + names(references) + ".");
        boolean isWhole = true;
        for (LoopCost cost : LoopCost.values()) {
            verdict.line("%s", cost.words());
            List<Figure> figures = measure(cost);
            for (Contender loop : loops) {
                verdict.line("%s", row(cost, loop, figures));
            }
            isWhole &= figures.stream().allMatch(figure -> figure.failure() == null);
        }
        return isWhole;
    }

    private static String names(List<Contender> references) {
        return String.join(" and of ", references.stream().map(Contender::name).toList());
    }

    /// The first round is for the compiler, and not counted.
    private List<Figure> measure(LoopCost cost) {
        List<Figure> figures = new ArrayList<>();
        loops.forEach(loop -> figures.add(new Figure()));
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < loops.size(); i++) {
                figures.get(i).add(round > 0, cost, loops.get(i));
            }
        }
        return figures;
    }

    private String row(LoopCost cost, Contender loop, List<Figure> figures) {
        var row = new StringBuilder("  %-20s".formatted(loop.label()));
        Figure own = figures.get(loops.indexOf(loop));
        if (own.failure() != null) {
            return row.append("  failed: ").append(own.failure()).toString();
        }
        if (own.isEmpty()) {
            return row.append("  not applicable").toString();
        }
        row.append(
                " %10s"
                        .formatted(
                                cost == LoopCost.WATCH ? bytes(own.median()) : time(own.median())));
        for (Contender reference : references) {
            Figure other = figures.get(loops.indexOf(reference));
            row.append(
                    other.isEmpty()
                            ? " ".repeat(9)
                            : String.format(Locale.ROOT, " %8.2f", own.median() / other.median()));
        }
        return row.toString();
    }

    private static String bytes(double figure) {
        return String.format(Locale.ROOT, "%.0f B", figure);
    }

    private static String time(double nanos) {
        if (nanos < 1_000) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        return nanos < 1_000_000
                ? String.format(Locale.ROOT, "%.1f µs", nanos / 1_000)
                : String.format(Locale.ROOT, "%.2f ms", nanos / 1_000_000);
    }

    /// What came of all rounds for one loop.
    private static final class Figure {
        private final List<Double> rounds = new ArrayList<>();
        private String failure;

        void add(boolean counts, LoopCost cost, Contender loop) {
            if (failure != null) {
                return;
            }
            try {
                OptionalDouble figure = cost.measure(loop.contract());
                if (counts && figure.isPresent()) {
                    rounds.add(figure.getAsDouble());
                }
            } catch (Exception | AssertionError e) {
                failure = e + "; --rules tells more";
            }
        }

        boolean isEmpty() {
            return rounds.isEmpty() || failure != null;
        }

        String failure() {
            return failure;
        }

        double median() {
            return rounds.stream().sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
        }
    }
}
