package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench wake`: a parked greenlet that a plain thread unparks, beside a stock virtual thread.
final class WakeBench {
    private static final String OURS = "greenlets";
    private static final String PEER = "stock";
    private static final List<String> SIDES = List.of(OURS, PEER);
    private static final List<String> FIGURES = List.of("p50", "p99");
    private static final double TARGET = 1.0;
    private static final String ROW = "%-6s %22s %22s %20s  %s";

    private final Rounds rounds;
    private final int wakes;
    private final Scores scores = new Scores();

    WakeBench(boolean quick) {
        rounds = Rounds.of(quick);
        wakes = quick ? 300 : 1_000;
    }

    void run() throws Exception {
        Environment.print();
        rounds.run(SIDES, this::measure);
        IO.println(row("", "greenlet, us", "virtual thread, us", "ratio", ""));
        for (String figure : FIGURES) {
            Samples ratio = scores.ratio(OURS, PEER, figure);
            IO.println(
                    row(
                            figure,
                            micros(OURS, figure).text(1),
                            micros(PEER, figure).text(1),
                            ratio.text(2),
                            figure.equals("p50") ? verdict(ratio.median()) : ""));
        }
        IO.println(rounds.note() + " %,d wakes in each.".formatted(wakes));
        new Protocol("wake", rounds.count(), rounds.quick())
                .put("wakes", wakes)
                .put("results", results())
                .write(chart());
    }

    private void measure(String side) throws Exception {
        Map<String, Long> found =
                Forked.run(Forked.flags(side.equals(PEER)), Wakes.class, side, wakes);
        for (String figure : FIGURES) {
            scores.add(side, figure, found.get(figure));
        }
    }

    private Samples micros(String side, String figure) {
        return scores.of(side, figure).times(1e-3);
    }

    private static String verdict(double ratio) {
        return "target <= %.1f: %s".formatted(TARGET, ratio <= TARGET ? "met" : "MISSED");
    }

    private Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        for (String figure : FIGURES) {
            results.put(figure + ", greenlet, microseconds", micros(OURS, figure).json());
            results.put(figure + ", virtual thread, microseconds", micros(PEER, figure).json());
            results.put(figure + ", ratio", scores.ratio(OURS, PEER, figure).json());
        }
        return results;
    }

    private BarChart chart() {
        List<Panel> panels =
                FIGURES.stream()
                        .map(figure ->
                                new Panel(
                                        figure + ", microseconds",
                                        1,
                                        List.of(
                                                new Bar("greenlet", micros(OURS, figure)),
                                                new Bar("virtual thread", micros(PEER, figure)))))
                        .toList();
        return new BarChart("From another thread's unpark to running; " + rounds.note(), panels);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
