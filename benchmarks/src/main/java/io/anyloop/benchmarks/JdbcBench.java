package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import io.anyloop.benchmarks.JdbcServers.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench jdbc`: an HTTP service inside Vert.x whose answers come from PostgreSQL. By JDBC in either way,
/// with greenlets and with `executeBlocking`.
///
/// Protocol of [HttpBench]. What counts is the processor time that the service takes for a request at a rate that all keep up with; how
/// many requests there can be in a second depends on the database, which has the load's processor to itself at best.
final class JdbcBench {
    private static final String PATH = "/";
    private static final String PEAK = "requests a second";
    private static final String COST = "processor time a request, us";
    private static final String P99 = "p99, us";
    private static final List<String> FIGURES = List.of(PEAK, COST, P99);
    private static final int CONNECTIONS = 64;
    private static final double SHARE_OF_PEAK = 0.7;
    private static final Target TARGET =
            new Target(
                    Style.GREENLETS.name(), Style.EXECUTE_BLOCKING.name(), COST, COST, 0.8, false);
    private static final String ROW = "%-18s %24s %28s %22s %22s";

    private final String database;
    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final List<EchoPeer> peers = new ArrayList<>();
    private final Scores scores = new Scores();
    private long rate;

    JdbcBench(boolean quick, String database) throws Exception {
        if (database.isEmpty()) {
            throw new Missing(
                    "jdbc needs a PostgreSQL: --database=postgresql://user:password@127.0.0.1:5432/name. Nothing is written to it.");
        }
        this.database = new Database(database).uri();
        rounds = Rounds.of(quick);
        warmUp = Duration.ofMillis(quick ? 3_000 : 15_000);
        measured = Duration.ofMillis(quick ? 500 : 2_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
    }

    private EchoPeer peer(Style style) {
        List<String> flags = HttpBench.flags(style == Style.GREENLETS);
        return new EchoPeer(
                style.name(), Forked.command(flags, JdbcServers.class, style.name(), database));
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cores    " + cores.note());
        for (Style style : Style.values()) {
            peers.add(peer(style));
        }
        calibrate();
        try (var servers = new WarmServers(peers, cores, server -> closed(server, warmUp))) {
            rounds.run(
                    peers,
                    servers::begin,
                    List.of(
                            peer -> peak(peer, servers.of(peer)),
                            peer -> steady(peer, servers.of(peer))));
        }
        printTable();
        IO.println(TARGET.verdict(scores));
        IO.println(rounds.note() + " Ratios are those of the rounds.");
        new Protocol("jdbc", rounds.count(), rounds.quick())
                .put("cores", cores.note())
                .put("rate", rate)
                .put("results", results())
                .write(chart());
    }

    private void calibrate() throws Exception {
        try (EchoProcess server = EchoProcess.start(peers.getFirst(), cores)) {
            closed(server, warmUp);
            rate = Math.round(SHARE_OF_PEAK * closed(server, Duration.ZERO).perSecond());
        }
        IO.println("rate     %,d requests a second".formatted(rate));
        IO.println();
    }

    private void peak(EchoPeer peer, EchoProcess server) throws Exception {
        scores.add(peer.name(), PEAK, closed(server, Duration.ZERO).perSecond());
    }

    private void steady(EchoPeer peer, EchoProcess server) throws Exception {
        long process = server.process().pid();
        ThreadTimes before = ThreadTimes.of(process);
        Plan plan = new Plan(CONNECTIONS, rate, Duration.ZERO, measured);
        Found found = load.run(server.port(), plan, PATH);
        double micros = ThreadTimes.of(process).microsSince(before);
        scores.add(peer.name(), COST, micros / found.requests());
        scores.add(peer.name(), P99, found.p99Nanos() / 1e3);
    }

    private Found closed(EchoProcess server, Duration before)
            throws IOException, InterruptedException {
        Plan plan = new Plan(CONNECTIONS, EchoLoad.CLOSED, before, measured);
        return load.run(server.port(), plan, PATH);
    }

    private void printTable() {
        IO.println(row("", PEAK, COST, "of executeBlocking's", P99));
        for (EchoPeer peer : peers) {
            String name = peer.name();
            IO.println(
                    row(
                            name,
                            scores.of(name, PEAK).text(),
                            scores.of(name, COST).text(1),
                            cost(name).text(2),
                            scores.of(name, P99).text()));
        }
        IO.println();
    }

    private Samples cost(String name) {
        return scores.ratio(name, Style.EXECUTE_BLOCKING.name(), COST);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private List<Map<String, Object>> results() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (EchoPeer peer : peers) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("server", peer.name());
            FIGURES.forEach(figure -> result.put(figure, scores.of(peer.name(), figure).json()));
            result.put("processor time, ratio to executeBlocking", cost(peer.name()).json());
            results.add(result);
        }
        return results;
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (String figure : FIGURES) {
            List<Bar> bars =
                    peers.stream()
                            .map(peer -> new Bar(peer.name(), scores.of(peer.name(), figure)))
                            .toList();
            panels.add(new Panel(figure, 0, bars));
        }
        return new BarChart("A query for each HTTP request; " + rounds.note(), panels);
    }
}
