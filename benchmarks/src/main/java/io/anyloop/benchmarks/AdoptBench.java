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

/// `bench adopt`: what a message costs an echo server on virtual threads that nobody has changed, as it is and under `adopt`.
///
/// Both are kept to one thread, one carrier or one hub, and to one processor. They stay warm beside each other, and take turns. What
/// counts is the processor time of the whole server but its compilers.
final class AdoptBench {
    static final int[] CONNECTIONS = {64, 1_000};

    private static final double TARGET = 0.8;
    private static final String AS_IT_IS = "virtual threads";
    private static final String ADOPTED = "the same under adopt";
    private static final String ROW = "%-24s %20s %20s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration settling;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final List<EchoPeer> peers = peers();
    private final Scores scores = new Scores();

    AdoptBench(boolean quick) throws Exception {
        rounds = Rounds.of(quick);
        warmUp = Duration.ofMillis(quick ? 2_000 : 8_000);
        settling = Duration.ofMillis(quick ? 100 : 250);
        measured = Duration.ofMillis(quick ? 1_000 : 2_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
    }

    static List<EchoPeer> peers() {
        List<String> adopted = flags();
        adopted.add("-javaagent:" + Places.runJar() + "=adopt,hubs=1");
        return List.of(peer(AS_IT_IS, flags()), peer(ADOPTED, adopted));
    }

    private static List<String> flags() {
        return Forked.flags(true, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
    }

    private static EchoPeer peer(String name, List<String> flags) {
        return new EchoPeer(name, Forked.command(flags, StockSocketServer.class));
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cores    " + cores.note());
        try (var servers = new WarmServers(peers, cores, this::warm)) {
            rounds.run(peers, servers::begin, parts(servers));
        }
        for (int connections : CONNECTIONS) {
            print(connections);
        }
        IO.println(rounds.note() + " Ratios are those of the rounds.");
        new Protocol("adopt", rounds.count(), rounds.quick())
                .put("results", results())
                .write(chart());
    }

    private void warm(EchoProcess server) throws Exception {
        for (int connections : CONNECTIONS) {
            load.run(
                    server.port(),
                    new Plan(connections, EchoLoad.CLOSED, warmUp, Duration.ofMillis(100)));
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

    /// With the opening and the end of the connections, which both have.
    private double microsOfAMessage(EchoProcess server, int connections) throws Exception {
        load.run(server.port(), new Plan(connections, EchoLoad.CLOSED, Duration.ZERO, settling));
        long process = server.process().pid();
        ThreadTimes before = ThreadTimes.of(process);
        long messages =
                load.run(
                                server.port(),
                                new Plan(connections, EchoLoad.CLOSED, Duration.ZERO, measured))
                        .requests();
        return ThreadTimes.of(process).microsSince(before) / messages;
    }

    private void print(int connections) {
        IO.println(row("%,d connections".formatted(connections), "us of CPU a message", "ratio"));
        IO.println(row(AS_IT_IS, cost(AS_IT_IS, connections).text(1), ""));
        Samples ratio = ratio(connections);
        IO.println(
                row(ADOPTED, cost(ADOPTED, connections).text(1), ratio.text(2))
                        + "  target <= %s: %s"
                                .formatted(TARGET, ratio.median() <= TARGET ? "met" : "MISSED"));
        IO.println();
    }

    private Samples cost(String name, int connections) {
        return scores.of(name, figure(connections));
    }

    private Samples ratio(int connections) {
        return scores.ratio(ADOPTED, AS_IT_IS, figure(connections));
    }

    private List<Map<String, Object>> results() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("connections", connections);
            result.put("us of CPU a message, as it is", cost(AS_IT_IS, connections).json());
            result.put("us of CPU a message, under adopt", cost(ADOPTED, connections).json());
            result.put("ratio", ratio(connections).json());
            results.add(result);
        }
        return results;
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            panels.add(
                    new Panel(
                            "microseconds of processor time a message, connections: " + connections,
                            1,
                            peers.stream()
                                    .map(peer ->
                                            new Bar(peer.name(), cost(peer.name(), connections)))
                                    .toList()));
        }
        return new BarChart("An echo server on virtual threads, as it is and adopted", panels);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private static String figure(int connections) {
        return "micros@" + connections;
    }
}
