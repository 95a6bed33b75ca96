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

/// What a message costs echo servers: the processor time of the whole process but its compilers. The servers stay warm beside each
/// other, and take turns.
final class MessageCosts {
    static final int[] CONNECTIONS = {64, 1_000};

    private static final String ROW = "%-34s %22s %20s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration settling;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final List<EchoPeer> peers;
    private final Scores scores = new Scores();

    /// @param peers the first is the one that the others are compared with
    MessageCosts(boolean quick, List<EchoPeer> peers) throws Exception {
        this.peers = peers;
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
        for (int connections : CONNECTIONS) {
            load.run(server.port(), new Plan(connections, EchoLoad.CLOSED, warmUp, settling));
        }
    }

    private List<Turn<EchoPeer>> parts(WarmServers servers) {
        List<Turn<EchoPeer>> parts = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            parts.add(peer ->
                    scores.add(
                            peer.name(),
                            figure(connections),
                            microsOfAMessage(servers.of(peer), connections)));
        }
        return parts;
    }

    /// With the opening and the end of the connections, which all have.
    private double microsOfAMessage(EchoProcess server, int connections) throws Exception {
        load.run(server.port(), new Plan(connections, EchoLoad.CLOSED, Duration.ZERO, settling));
        long process = server.process().pid();
        ThreadTimes before = ThreadTimes.of(process);
        Plan plan = new Plan(connections, EchoLoad.CLOSED, Duration.ZERO, measured);
        long messages = load.run(server.port(), plan).requests();
        return ThreadTimes.of(process).microsSince(before) / messages;
    }

    /// Prints a table for each number of connections.
    ///
    /// @param whose the server that has a target
    /// @param target how many times the first one's costs are wanted at most
    void print(String whose, double target) {
        String first = peers.getFirst().name();
        for (int connections : CONNECTIONS) {
            IO.println(
                    row("%,d connections".formatted(connections), "us of CPU a message", "ratio"));
            for (EchoPeer peer : peers) {
                Samples ratio = ratio(peer.name(), connections);
                IO.println(
                        row(
                                        peer.name(),
                                        cost(peer.name(), connections).text(1),
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
        for (int connections : CONNECTIONS) {
            List<Bar> bars = new ArrayList<>();
            for (EchoPeer peer : peers) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", peer.name());
                result.put("connections", connections);
                result.put("us of CPU a message", cost(peer.name(), connections).json());
                result.put("ratio", ratio(peer.name(), connections).json());
                results.add(result);
                bars.add(new Bar(peer.name(), cost(peer.name(), connections)));
            }
            panels.add(new Panel("us of CPU a message, connections: " + connections, 1, bars));
        }
        new Protocol(name, rounds.count(), rounds.quick())
                .put("results", results)
                .write(new BarChart(title, panels));
    }

    private Samples cost(String name, int connections) {
        return scores.of(name, figure(connections));
    }

    private Samples ratio(String name, int connections) {
        return scores.ratio(name, peers.getFirst().name(), figure(connections));
    }

    private static String figure(int connections) {
        return "micros@" + connections;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
