package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench hosttimers`: whether timers of a host keep their accuracy while greenlets take all the time that they get.
final class HostTimersBench {
    private static final List<String> SIDES = List.of(HostTimers.QUIET, HostTimers.SPINNING);
    private static final List<String> FIGURES = List.of("p50", "p99");
    private static final Target TARGET =
            new Target(
                    HostTimers.SPINNING,
                    HostTimers.QUIET,
                    "p99",
                    "p99 of lateness with greenlets that spin,",
                    2,
                    false);
    private static final String ROW = "%-6s %24s %24s %20s";

    private final Rounds rounds;
    private final int timers;
    private final Scores scores = new Scores();

    HostTimersBench(boolean quick) {
        rounds = Rounds.of(quick);
        timers = quick ? 300 : 2_000;
    }

    void run() throws Exception {
        Environment.print();
        rounds.run(List.of(timers), this::measure);
        IO.println(row("late", "quiet, us", "spinning, us", "ratio"));
        for (String figure : FIGURES) {
            Samples ratio = scores.ratio(HostTimers.SPINNING, HostTimers.QUIET, figure);
            IO.println(
                    row(
                            figure,
                            micros(HostTimers.QUIET, figure).text(),
                            micros(HostTimers.SPINNING, figure).text(),
                            ratio.text(2)));
        }
        IO.println(TARGET.verdict(scores));
        IO.println(rounds.note() + " %,d timers of 1 to 4 ms on each side.".formatted(timers));
        new Protocol("hosttimers", rounds.count(), rounds.quick())
                .put("timers", timers)
                .put("results", results())
                .write(chart());
    }

    private Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        for (String figure : FIGURES) {
            for (String side : SIDES) {
                results.put(
                        "%s, %s, microseconds".formatted(figure, side),
                        micros(side, figure).json());
            }
            Samples ratio = scores.ratio(HostTimers.SPINNING, HostTimers.QUIET, figure);
            results.put(figure + ", ratio", ratio.json());
        }
        return results;
    }

    private BarChart chart() {
        List<Panel> panels =
                FIGURES.stream()
                        .map(figure ->
                                new Panel(
                                        figure + " of lateness, microseconds",
                                        1,
                                        SIDES.stream()
                                                .map(side -> new Bar(side, micros(side, figure)))
                                                .toList()))
                        .toList();
        return new BarChart("Timers of a host whose greenlets spin; " + rounds.note(), panels);
    }

    private void measure(int count) throws Exception {
        Map<String, Long> found = Forked.run(Forked.flags(false), HostTimers.class, count);
        for (String side : SIDES) {
            for (String figure : FIGURES) {
                scores.add(side, figure, found.get(side + "_" + figure));
            }
        }
    }

    private Samples micros(String side, String figure) {
        return scores.of(side, figure).times(1e-3);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
