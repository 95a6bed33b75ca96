package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import io.anyloop.benchmarks.HttpServers.Style;
import io.anyloop.benchmarks.Rounds.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench http`: an HTTP service inside Vert.x, on one event loop and one processor, with greenlets, callbacks and Vert.x's
/// virtual threads for its handlers.
///
/// The three stay warm beside each other. In each round each is loaded on 64 connections: for its peak, and at 70 % of the callbacks'
/// first peak for its latency. The echo server behind `/socket` runs where the load does.
final class HttpBench {
    private static final String PEAK = "peak";
    private static final String P50 = "p50";
    private static final String P99 = "p99";
    private static final int CONNECTIONS = 64;
    private static final double SHARE_OF_PEAK = 0.7;
    static final List<String> PATHS =
            List.of(HttpServers.PLAINTEXT, HttpServers.TIMER, HttpServers.SOCKET);
    private static final List<Target> TARGETS =
            List.of(
                    peak(HttpServers.PLAINTEXT, Style.CALLBACKS, 1.1),
                    peak(HttpServers.PLAINTEXT, Style.VIRTUAL_THREADS, 1.4),
                    new Target(
                            Style.GREENLETS.name(),
                            Style.CALLBACKS.name(),
                            P99 + HttpServers.PLAINTEXT,
                            "p99 of " + HttpServers.PLAINTEXT,
                            1.1,
                            false),
                    peak(HttpServers.TIMER, Style.CALLBACKS, 0.98),
                    peak(HttpServers.TIMER, Style.VIRTUAL_THREADS, 1.1),
                    peak(HttpServers.SOCKET, Style.CALLBACKS, 1.15));
    private static final String ROW = "%-18s %24s %17s %20s %22s %22s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration settling;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final List<EchoPeer> peers = new ArrayList<>();
    private final Scores scores = new Scores();
    private final Map<String, Long> rates = new LinkedHashMap<>();

    HttpBench(boolean quick) throws Exception {
        rounds = Rounds.of(quick);
        warmUp = Duration.ofMillis(quick ? 3_000 : 15_000);
        settling = Duration.ofMillis(quick ? 100 : 250);
        measured = Duration.ofMillis(quick ? 500 : 1_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
    }

    private static Target peak(String path, Style to, double bound) {
        return new Target(
                Style.GREENLETS.name(),
                to.name(),
                PEAK + path,
                "requests a second of " + path,
                bound,
                true);
    }

    static List<String> flags(boolean agent) {
        List<String> flags = Forked.flags(false, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
        if (agent) {
            flags.add("-javaagent:" + Places.agent());
        }
        return flags;
    }

    /// Greenlets have the agent, which their sockets need.
    static EchoPeer peer(Style style, int backend) {
        List<String> flags = flags(style == Style.GREENLETS);
        return new EchoPeer(
                style.name(), Forked.command(flags, HttpServers.class, style.name(), backend));
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cc       " + Compiled.compiler());
        IO.println("cores    " + cores.note());
        var echo = new EchoPeer(EchoPeer.C, List.of(Compiled.c("echo_server").toString()));
        try (var backend = EchoProcess.startBehind(echo, cores)) {
            for (Style style : Style.values()) {
                peers.add(peer(style, backend.port()));
            }
            calibrate();
            try (var servers = new WarmServers(peers, cores, this::warm)) {
                rounds.run(peers, servers::begin, parts(servers));
            }
        }
        PATHS.forEach(this::printTable);
        TARGETS.forEach(target -> IO.println(target.verdict(scores)));
        IO.println(rounds.note() + " Ratios are those of the rounds.");
        new Protocol("http", rounds.count(), rounds.quick())
                .put("cc", Compiled.compiler())
                .put("cores", cores.note())
                .put("rates", rates)
                .put("results", results())
                .write(chart());
    }

    private void warm(EchoProcess server) throws Exception {
        for (String path : PATHS) {
            closed(server, path, warmUp);
        }
    }

    private void calibrate() throws Exception {
        try (EchoProcess server = EchoProcess.start(peers.getFirst(), cores)) {
            for (String path : PATHS) {
                double peak = closed(server, path, warmUp).perSecond();
                rates.put(path, Math.round(SHARE_OF_PEAK * peak));
            }
        }
        IO.println("rates    " + rates + " requests a second, by path");
        IO.println();
    }

    private List<Turn<EchoPeer>> parts(WarmServers servers) {
        List<Turn<EchoPeer>> parts = new ArrayList<>();
        for (String path : PATHS) {
            parts.add(peer -> {
                Found peak = closed(servers.of(peer), path, settling);
                scores.add(peer.name(), PEAK + path, peak.perSecond());
            });
            parts.add(peer -> {
                Plan steady = new Plan(CONNECTIONS, rates.get(path), settling, measured);
                Found found = load.run(servers.of(peer).port(), steady, path);
                scores.add(peer.name(), P50 + path, found.p50Nanos() / 1e3);
                scores.add(peer.name(), P99 + path, found.p99Nanos() / 1e3);
            });
        }
        return parts;
    }

    private Found closed(EchoProcess server, String path, Duration before)
            throws IOException, InterruptedException {
        Plan plan = new Plan(CONNECTIONS, EchoLoad.CLOSED, before, measured);
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
                            scores.of(name, PEAK + path).text(),
                            ratio(name, Style.CALLBACKS, path).text(2),
                            ratio(name, Style.VIRTUAL_THREADS, path).text(2),
                            scores.of(name, P50 + path).text(),
                            scores.of(name, P99 + path).text()));
        }
        IO.println();
    }

    private Samples ratio(String name, Style to, String path) {
        return scores.ratio(name, to.name(), PEAK + path);
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
                result.put("requests a second", scores.of(peer.name(), PEAK + path).json());
                result.put("p50, microseconds", scores.of(peer.name(), P50 + path).json());
                result.put("p99, microseconds", scores.of(peer.name(), P99 + path).json());
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
            panels.add(panel(PEAK, "requests a second", path));
            panels.add(panel(P99, "p99, microseconds", path));
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
