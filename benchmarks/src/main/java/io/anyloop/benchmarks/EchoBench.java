package io.anyloop.benchmarks;

import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `bench echo`: messages of 64 bytes to and fro, for each server with one handler for each connection and one
/// processor.
///
/// Each round starts each server anew and loads it with 1, 64 and 1,000 connections, in a closed loop for its peak and
/// then at a fixed rate for its latency. The rate is the same for all, 70 % of what the C server reached before the first
/// round.
final class EchoBench {
    static final int[] CONNECTIONS = {1, 64, 1_000};

    private static final double SHARE_OF_PEAK = 0.7;

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration measured;
    private final EchoPeer.Choice choice;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final Scores scores = new Scores();
    private final Map<Integer, Long> rates = new LinkedHashMap<>();

    EchoBench(Rounds rounds, List<String> only) throws Exception {
        this.rounds = rounds;
        boolean quick = rounds.quick();
        warmUp = Duration.ofMillis(quick ? 1_000 : 3_000);
        measured = Duration.ofMillis(quick ? 500 : 2_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
        choice = EchoPeer.choose(only);
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cc       " + Compiled.compiler());
        IO.println("cores    " + cores.note());
        choice.leftOut().forEach(IO::println);
        calibrate();
        rounds.run(choice.peers(), this::measure);
        new EchoReport(choice, rounds, scores, rates, cores).print();
    }

    private void calibrate() throws Exception {
        EchoPeer limit = choice.peers().getFirst();
        try (EchoProcess server = EchoProcess.start(limit, cores)) {
            for (int connections : CONNECTIONS) {
                Found peak = closed(server, connections, warmUp);
                rates.put(connections, Math.round(SHARE_OF_PEAK * peak.perSecond()));
            }
        }
        IO.println("rates    " + rates + " messages a second, by connections");
        IO.println();
    }

    private void measure(EchoPeer peer) throws Exception {
        try (EchoProcess server = EchoProcess.start(peer, cores)) {
            for (int connections : CONNECTIONS) {
                Found peak = closed(server, connections, warmUp);
                scores.add(peer.name(), Figure.PEAK.at(connections), peak.perSecond());
                Plan steady =
                        new Plan(
                                connections, rates.get(connections), warmUp.dividedBy(2), measured);
                Found found = load.run(server.port(), steady);
                add(peer, connections, found);
            }
        }
    }

    private Found closed(EchoProcess server, int connections, Duration before) throws Exception {
        return load.run(server.port(), new Plan(connections, EchoLoad.CLOSED, before, measured));
    }

    private void add(EchoPeer peer, int connections, Found found) {
        scores.add(peer.name(), Figure.P50.at(connections), found.p50Nanos() / 1e3);
        scores.add(peer.name(), Figure.P99.at(connections), found.p99Nanos() / 1e3);
        scores.add(peer.name(), Figure.P999.at(connections), found.p999Nanos() / 1e3);
        double share = 100.0 * found.unanswered() / found.requests();
        scores.add(peer.name(), Figure.UNANSWERED.at(connections), share);
    }

    /// What is measured at each number of connections.
    enum Figure {
        PEAK("messages a second"),
        P50("p50, microseconds"),
        P99("p99, microseconds"),
        P999("p99.9, microseconds"),
        UNANSWERED("planned messages without an answer, percent");

        final String title;

        Figure(String title) {
            this.title = title;
        }

        String at(int connections) {
            return this + "@" + connections;
        }
    }
}
