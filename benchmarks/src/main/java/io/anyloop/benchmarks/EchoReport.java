package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoBench.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The outcome of `bench echo` as table, JSON and picture.
///
/// @param choice who took part
/// @param rounds how often
/// @param scores what was found
/// @param rates messages a second for the latency, by connections
/// @param cores where it ran
/// @param hasMany whether [EchoBench#MANY] connections were possible
record EchoReport(
        EchoPeer.Choice choice,
        Rounds rounds,
        Scores scores,
        Map<Integer, Long> rates,
        Cores cores,
        boolean hasMany) {
    private static final Target GROWTH =
            new Target(
                    EchoPeer.AGENT,
                    EchoPeer.C,
                    EchoBench.GROWTH,
                    "growth of a message's cost from 64 to 10,000 connections",
                    1.15,
                    false);

    private static final String ROW = "%-34s %24s %17s %17s %22s %22s";

    void print() throws IOException, InterruptedException {
        for (int connections : EchoBench.CONNECTIONS) {
            printTable(connections);
        }
        if (hasMany) {
            printGrowth();
        }
        IO.println(rounds.note() + " Ratios are those of the rounds.");
        new Protocol("echo", rounds.count(), rounds.quick())
                .put("cc", Compiled.compiler())
                .put("cores", cores.note())
                .put("left_out", choice.leftOut())
                .put("rates", rates)
                .put("results", results())
                .write(chart());
    }

    private void printTable(int connections) {
        IO.println(
                "%,d connections; latency at %,d messages a second"
                        .formatted(connections, rates.get(connections)));
        IO.println(row("", "messages/s", "of C", "of Netty", "p50, us", "p99, us"));
        for (EchoPeer peer : choice.peers()) {
            IO.println(line(peer.name(), connections));
        }
        EchoTarget.ALL.stream()
                .filter(target -> target.connections() == connections)
                .filter(target -> target.isAmong(choice.peers()))
                .map(target -> target.verdict(scores))
                .forEach(IO::println);
        IO.println();
    }

    private void printGrowth() {
        IO.println("%,d connections".formatted(EchoBench.MANY));
        IO.println(row("", "messages/s", "of C", "of Netty", "growth", "of C's"));
        for (EchoPeer peer : choice.peers()) {
            String name = peer.name();
            IO.println(
                    row(
                            name,
                            of(name, Figure.PEAK, EchoBench.MANY).text(),
                            ratio(name, EchoPeer.C, EchoBench.MANY).text(2),
                            ratio(name, EchoPeer.NETTY, EchoBench.MANY).text(2),
                            scores.of(name, EchoBench.GROWTH).text(2),
                            scores.ratio(name, EchoPeer.C, EchoBench.GROWTH).text(2)));
        }
        IO.println("Growth: what a message costs, divided by what it costs with 64 connections.");
        if (EchoPeer.names(choice.peers()).contains(EchoPeer.AGENT)) {
            IO.println(GROWTH.verdict(scores));
        }
        IO.println();
    }

    private String line(String name, int connections) {
        String line =
                row(
                        name,
                        of(name, Figure.PEAK, connections).text(),
                        ratio(name, EchoPeer.C, connections).text(2),
                        ratio(name, EchoPeer.NETTY, connections).text(2),
                        of(name, Figure.P50, connections).text(),
                        of(name, Figure.P99, connections).text());
        double unanswered = of(name, Figure.UNANSWERED, connections).median();
        return unanswered < 1
                ? line
                : line
                        + String.format(
                                Locale.ROOT, "  cannot keep up: %.0f %% unanswered", unanswered);
    }

    private Samples of(String name, Figure figure, int connections) {
        return scores.of(name, figure.at(connections));
    }

    private Samples ratio(String name, String to, int connections) {
        return scores.ratio(name, to, Figure.PEAK.at(connections));
    }

    private List<Map<String, Object>> results() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (int connections : EchoBench.CONNECTIONS) {
            for (EchoPeer peer : choice.peers()) {
                results.add(result(peer.name(), connections));
            }
        }
        if (hasMany) {
            choice.peers().forEach(peer -> results.add(growth(peer.name())));
        }
        return results;
    }

    private Map<String, Object> result(String name, int connections) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("server", name);
        result.put("connections", connections);
        for (Figure figure : Figure.values()) {
            result.put(figure.title, of(name, figure, connections).json());
        }
        result.put("ratio to C", ratio(name, EchoPeer.C, connections).json());
        result.put("ratio to Netty", ratio(name, EchoPeer.NETTY, connections).json());
        return result;
    }

    private Map<String, Object> growth(String name) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("server", name);
        result.put("connections", EchoBench.MANY);
        result.put(Figure.PEAK.title, of(name, Figure.PEAK, EchoBench.MANY).json());
        result.put("growth", scores.of(name, EchoBench.GROWTH).json());
        return result;
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (int connections : EchoBench.CONNECTIONS) {
            panels.add(panel(Figure.PEAK, connections, ""));
            String rate = " at %,d messages a second".formatted(rates.get(connections));
            panels.add(panel(Figure.P99, connections, rate));
        }
        String title = "Echo of 64 bytes, one processor for the server; " + rounds.note();
        return new BarChart(title, panels);
    }

    private Panel panel(Figure figure, int connections, String more) {
        List<Bar> bars = new ArrayList<>();
        for (EchoPeer peer : choice.peers()) {
            bars.add(new Bar(peer.name(), of(peer.name(), figure, connections)));
        }
        String title = "%,d connections: %s%s".formatted(connections, figure.title, more);
        return new Panel(title, 0, bars);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
