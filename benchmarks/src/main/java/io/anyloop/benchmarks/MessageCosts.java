package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoLoad.Plan;
import io.anyloop.benchmarks.Rounds.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a message, or a request, costs servers: the processor time of the whole process but its compilers. The servers stay warm beside each
/// other, and take turns.
final class MessageCosts {
    /// What the servers are asked.
    ///
    /// @param connections how many at once
    /// @param path of requests by HTTP; null for messages that are echoed
    record Asked(int connections, String path) {
        @Override
        public String toString() {
            return "%,d connections%s".formatted(connections, path == null ? "" : ", " + path);
        }
    }

    /// Messages that are echoed, from a few connections and from many.
    static final List<Asked> ECHO = List.of(new Asked(64, null), new Asked(1_000, null));

    private static final String ROW = "%-34s %22s %20s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration settling;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final List<EchoPeer> peers;
    private final List<Asked> all;
    private final Scores scores = new Scores();

    /// @param peers the first is the one that the others are compared with
    /// @param all what they are asked, one after the other
    MessageCosts(boolean quick, List<EchoPeer> peers, List<Asked> all) throws Exception {
        this.peers = peers;
        this.all = all;
        rounds = Rounds.of(quick);
        warmUp = Duration.ofMillis(quick ? 2_000 : 8_000);
        settling = Duration.ofMillis(quick ? 100 : 250);
        measured = Duration.ofMillis(quick ? 1_000 : 2_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
    }

    Cores cores() {
        return cores;
    }

    void measure() throws Exception {
        try (var servers = new WarmServers(peers, cores, this::warm)) {
            rounds.run(peers, servers::begin, parts(servers));
        }
    }

    private void warm(EchoProcess server) throws Exception {
        for (Asked asked : all) {
            run(server, asked, warmUp, settling);
        }
    }

    private List<Turn<EchoPeer>> parts(WarmServers servers) {
        List<Turn<EchoPeer>> parts = new ArrayList<>();
        for (Asked asked : all) {
            parts.add(peer ->
                    scores.add(
                            peer.name(),
                            asked.toString(),
                            microsOfAMessage(servers.of(peer), asked)));
        }
        return parts;
    }

    /// With the opening and the end of the connections, which all have.
    private double microsOfAMessage(EchoProcess server, Asked asked) throws Exception {
        run(server, asked, Duration.ZERO, settling);
        long process = server.process().pid();
        ThreadTimes before = ThreadTimes.of(process);
        long messages = run(server, asked, Duration.ZERO, measured);
        return ThreadTimes.of(process).microsSince(before) / messages;
    }

    private long run(EchoProcess server, Asked asked, Duration before, Duration time)
            throws Exception {
        Plan plan = new Plan(asked.connections, EchoLoad.CLOSED, before, time);
        return (asked.path == null
                        ? load.run(server.port(), plan)
                        : load.run(server.port(), plan, asked.path))
                .requests();
    }

    /// Prints a table for each thing that was asked.
    ///
    /// @param whose the server that has a target
    /// @param target how many times the first one's costs are wanted at most
    void print(String whose, double target) {
        String first = peers.getFirst().name();
        for (Asked asked : all) {
            IO.println(row(asked, "us of CPU a message", "ratio"));
            for (EchoPeer peer : peers) {
                Samples ratio = ratio(peer.name(), asked);
                IO.println(
                        row(
                                        peer.name(),
                                        cost(peer.name(), asked).text(1),
                                        peer.name().equals(first) ? "" : ratio.text(2))
                                + (peer.name().equals(whose) ? verdict(ratio, target) : ""));
            }
            IO.println();
        }
        IO.println(rounds.note() + " Ratios are those of the rounds.");
    }

    private static String verdict(Samples ratio, double target) {
        return "  target <= %s: %s".formatted(target, ratio.median() <= target ? "met" : "MISSED");
    }

    /// Leaves the figures in files.
    void write(String name, String title) throws Exception {
        List<Map<String, Object>> results = new ArrayList<>();
        List<Panel> panels = new ArrayList<>();
        for (Asked asked : all) {
            List<Bar> bars = new ArrayList<>();
            for (EchoPeer peer : peers) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", peer.name());
                result.put("asked", asked.toString());
                result.put("us of CPU a message", cost(peer.name(), asked).json());
                result.put("ratio", ratio(peer.name(), asked).json());
                results.add(result);
                bars.add(new Bar(peer.name(), cost(peer.name(), asked)));
            }
            panels.add(new Panel("us of CPU a message, " + asked, 1, bars));
        }
        new Protocol(name, rounds.count(), rounds.quick())
                .put("results", results)
                .write(new BarChart(title, panels));
    }

    private Samples cost(String name, Asked asked) {
        return scores.of(name, asked.toString());
    }

    private Samples ratio(String name, Asked asked) {
        return scores.ratio(name, peers.getFirst().name(), asked.toString());
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
