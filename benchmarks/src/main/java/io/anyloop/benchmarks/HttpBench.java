package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import io.anyloop.benchmarks.HttpServers.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// `bench http`: an HTTP service inside Vert.x, on one event loop and one processor, with greenlets, callbacks and Vert.x's
/// virtual threads for its handlers.
///
/// Each round starts each anew, and loads it on 64 connections: for its peak, and at 70 % of the callbacks' first peak for
/// its latency.
final class HttpBench {
    private static final int CONNECTIONS = 64;
    private static final double SHARE_OF_PEAK = 0.7;
    private static final List<String> PATHS = List.of(HttpServers.PLAINTEXT, HttpServers.TIMER);
    private static final String ROW = "%-18s %24s %17s %20s %22s %22s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final Scores scores = new Scores();
    private final Map<String, Long> rates = new LinkedHashMap<>();
    private final List<EchoPeer> peers = Stream.of(Style.values()).map(HttpBench::peer).toList();

    HttpBench(boolean quick) throws Exception {
        rounds = Rounds.of(quick);
        warmUp = Duration.ofMillis(quick ? 1_500 : 5_000);
        measured = Duration.ofMillis(quick ? 500 : 2_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
    }

    private static EchoPeer peer(Style style) {
        List<String> flags = Forked.flags(false, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
        return new EchoPeer(style.name(), Forked.command(flags, HttpServers.class, style.name()));
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cc       " + Compiled.compiler());
        IO.println("cores    " + cores.note());
        calibrate();
        rounds.run(peers, this::measure);
        PATHS.forEach(this::printTable);
        IO.println(rounds.note() + " Ratios are those of the rounds.");
        new Protocol("http", rounds.count(), rounds.quick())
                .put("cc", Compiled.compiler())
                .put("cores", cores.note())
                .put("rates", rates)
                .put("results", results())
                .write(chart());
    }

    private void calibrate() throws Exception {
        try (EchoProcess server = EchoProcess.start(peers.getFirst(), cores)) {
            for (String path : PATHS) {
                double peak = closed(server, path).perSecond();
                rates.put(path, Math.round(SHARE_OF_PEAK * peak));
            }
        }
        IO.println("rates    " + rates + " requests a second, by path");
        IO.println();
    }

    private void measure(EchoPeer peer) throws Exception {
        try (EchoProcess server = EchoProcess.start(peer, cores)) {
            for (String path : PATHS) {
                scores.add(peer.name(), "peak" + path, closed(server, path).perSecond());
                Plan steady = new Plan(CONNECTIONS, rates.get(path), warmUp, measured);
                Found found = load.run(server.port(), steady, path);
                scores.add(peer.name(), "p50" + path, found.p50Nanos() / 1e3);
                scores.add(peer.name(), "p99" + path, found.p99Nanos() / 1e3);
            }
        }
    }

    private Found closed(EchoProcess server, String path) throws IOException, InterruptedException {
        Plan plan = new Plan(CONNECTIONS, EchoLoad.CLOSED, warmUp, measured);
        return load.run(server.port(), plan, path);
    }

    private void printTable(String path) {
        IO.println("%s; latency at %,d requests a second".formatted(path, rates.get(path)));
        IO.println(
                row("", "requests/s", "of callbacks", "of virtual threads", "p50, us", "p99, us"));
        for (EchoPeer peer : peers) {
            String name = peer.name();
            IO.println(
                    row(
                            name,
                            scores.of(name, "peak" + path).text(),
                            ratio(name, Style.CALLBACKS, path).text(2),
                            ratio(name, Style.VIRTUAL_THREADS, path).text(2),
                            scores.of(name, "p50" + path).text(),
                            scores.of(name, "p99" + path).text()));
        }
        IO.println();
    }

    private Samples ratio(String name, Style to, String path) {
        return scores.ratio(name, to.name(), "peak" + path);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private List<Map<String, Object>> results() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (String path : PATHS) {
            for (EchoPeer peer : peers) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", peer.name());
                result.put("path", path);
                result.put("requests a second", scores.of(peer.name(), "peak" + path).json());
                result.put("p50, microseconds", scores.of(peer.name(), "p50" + path).json());
                result.put("p99, microseconds", scores.of(peer.name(), "p99" + path).json());
                result.put("ratio to callbacks", ratio(peer.name(), Style.CALLBACKS, path).json());
                result.put(
                        "ratio to virtual threads",
                        ratio(peer.name(), Style.VIRTUAL_THREADS, path).json());
                results.add(result);
            }
        }
        return results;
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (String path : PATHS) {
            panels.add(panel("peak", "requests a second", path));
            panels.add(panel("p99", "p99, microseconds", path));
        }
        return new BarChart(
                "HTTP inside Vert.x, one processor for the server; " + rounds.note(), panels);
    }

    private Panel panel(String figure, String title, String path) {
        List<Bar> bars = new ArrayList<>();
        for (EchoPeer peer : peers) {
            bars.add(new Bar(peer.name(), scores.of(peer.name(), figure + path)));
        }
        return new Panel(path + ": " + title, 0, bars);
    }
}
