package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.Measured.Effort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench timers`: a million pending timeouts, and how exactly what is due is run, beside the JDK's scheduled executor.
final class TimersBench {
    private static final int PENDING = 1_000_000;
    private static final int DUE = 100_000;
    private static final String OURS = "greenlets";
    private static final String PEER = "stock";
    private static final List<String> SIDES = List.of(OURS, PEER);
    private static final String BYTES = "heap bytes of each";
    private static final String ROW = "%-40s %24s %24s %10s  %s";

    /// A line of the table.
    ///
    /// @param key what it is
    /// @param factor from what was measured to the unit that is shown
    /// @param digits after the point
    /// @param target at most this; 0 if it is only for information
    private record Line(String key, double factor, int digits, double target) {
        String verdict(double found) {
            return target == 0 ? "" : found <= target ? "met" : "MISSED";
        }
    }

    private static final List<Line> LINES =
            List.of(
                    new Line("start and cancel one more, ns", 1, 0, 200),
                    new Line("lateness p50, us", 1e-3, 0, 0),
                    new Line("lateness p99, us", 1e-3, 0, 0));

    private final Rounds rounds;
    private final Effort effort;
    private final int spreadMillis;
    private final Scores scores = new Scores();

    TimersBench(boolean quick) {
        rounds = Rounds.of(quick);
        effort = quick ? Effort.QUICK : Effort.FULL;
        spreadMillis = quick ? 4_000 : 10_000;
    }

    void run() throws Exception {
        Environment.print();
        rounds.run(SIDES, this::measure);
        IO.println(row("", "hub", "executor", "target", ""));
        for (Line line : LINES) {
            print(line);
        }
        Line bytes = new Line(BYTES, 1, 1, 100);
        double each = scores.of(OURS, BYTES).median();
        IO.println(row(BYTES, text(OURS, bytes), "-", "<= 100", bytes.verdict(each)));
        IO.println();
        IO.println(
                "%,d pending; the executor removes what is cancelled. Lateness: %,d callbacks due within %d s."
                        .formatted(PENDING, DUE, spreadMillis / 1000));
        IO.println("Heap: the Timeout and its place among the deadlines, not the reference to it.");
        IO.println(rounds.note());
        new Protocol("timers", rounds.count(), rounds.quick())
                .put("pending", PENDING)
                .put("due", DUE)
                .put("due within milliseconds", spreadMillis)
                .put("results", results())
                .write(chart());
    }

    private void measure(String side) throws Exception {
        boolean stock = side.equals(PEER);
        Measured one =
                stock ? Measured.stockTimeout(PENDING, true) : Measured.greenletTimeout(PENDING);
        scores.add(side, LINES.get(0).key(), one.run(effort));
        List<String> flags = Forked.flags(stock, "-Xms1g", "-Xmx1g");
        Map<String, Long> late = Forked.run(flags, Lateness.class, side, DUE, spreadMillis);
        scores.add(side, LINES.get(1).key(), late.get("p50"));
        scores.add(side, LINES.get(2).key(), late.get("p99"));
        if (!stock) {
            Map<String, Long> heap = Forked.run(flags, PendingTimeouts.class, PENDING);
            scores.add(side, BYTES, (double) heap.get("bytes") / PENDING);
        }
    }

    private void print(Line line) {
        IO.println(
                row(
                        line.key(),
                        text(OURS, line),
                        text(PEER, line),
                        line.target() == 0 ? "-" : "<= %.0f".formatted(line.target()),
                        line.verdict(found(OURS, line).median())));
    }

    private Samples found(String side, Line line) {
        return scores.of(side, line.key()).times(line.factor());
    }

    private String text(String side, Line line) {
        return found(side, line).text(line.digits());
    }

    private Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        for (Line line : LINES) {
            results.put(line.key() + ", hub", found(OURS, line).json());
            results.put(line.key() + ", executor", found(PEER, line).json());
            results.put(
                    line.key() + ", ratio to the executor",
                    scores.ratio(OURS, PEER, line.key()).json());
        }
        results.put(BYTES, scores.of(OURS, BYTES).json());
        return results;
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (Line line : LINES) {
            List<Bar> bars =
                    List.of(
                            new Bar("hub", found(OURS, line)),
                            new Bar("ScheduledThreadPoolExecutor", found(PEER, line)));
            panels.add(new Panel(line.key(), line.digits(), bars));
        }
        Bar bytes = new Bar("hub", scores.of(OURS, BYTES));
        panels.add(new Panel(BYTES, 1, List.of(bytes)));
        return new BarChart("%,d pending timeouts; ".formatted(PENDING) + rounds.note(), panels);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
