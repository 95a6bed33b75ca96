package io.anyloop.benchmarks;

import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import io.anyloop.benchmarks.Rounds.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `bench echo`: messages of 64 bytes to and fro, for each server with one handler for each connection and one
/// processor.
///
/// The servers stay warm beside each other. In each round each is loaded with 1, 64 and 1,000 connections, in a closed loop
/// for its peak and at a fixed rate for its latency, one right after the other. The rate is the same for all, 70 % of what the C
/// server reached before the first round.
final class EchoBench {
    static final int[] CONNECTIONS = {1, 64, 1_000};

    static final int MANY = 10_000;

    /// By how much a message costs more with [#MANY] connections than with [#BUSY]; both servers and load need a descriptor for each.
    static final String GROWTH = "growth";

    private static final int BUSY = 64;
    private static final int TO_SPARE = 200;
    private static final double SHARE_OF_PEAK = 0.7;

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration settling;
    private final Duration measured;
    private final EchoPeer.Choice choice;
    private final Cores cores = Cores.choose();
    private final EchoLoad load;
    private final Scores scores = new Scores();
    private final Map<Integer, Long> rates = new LinkedHashMap<>();
    private final boolean hasMany;
    private final OtherJava other;

    /// @param other a Java whose servers take part, too; null for none
    EchoBench(Rounds rounds, List<String> only, OtherJava other) throws Exception {
        this.rounds = rounds;
        boolean quick = rounds.quick();
        warmUp = Duration.ofMillis(quick ? 2_000 : 8_000);
        settling = Duration.ofMillis(quick ? 100 : 250);
        measured = Duration.ofMillis(quick ? 500 : 1_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
        choice = EchoPeer.choose(only, other);
        this.other = other;
        hasMany = hasMany();
    }

    void run() throws Exception {
        Environment.print();
        IO.println("cc       " + Compiled.compiler());
        IO.println("cores    " + cores.note());
        if (other != null) {
            IO.println("other    " + other);
        }
        choice.leftOut().forEach(IO::println);
        if (!hasMany) {
            IO.println(
                    "%,d connections are left out: a process may not open so many files (ulimit -Hn)."
                            .formatted(MANY));
        }
        calibrate();
        try (var servers = new WarmServers(choice.peers(), cores, this::warm)) {
            rounds.run(choice.peers(), servers::begin, parts(servers));
        }
        new EchoReport(choice, rounds, scores, rates, cores, hasMany).print();
    }

    private void warm(EchoProcess server) throws Exception {
        for (int connections : CONNECTIONS) {
            closed(server, connections, connections == BUSY ? warmUp : warmUp.dividedBy(4));
        }
    }

    private void calibrate() throws Exception {
        EchoPeer limit = choice.peers().getFirst();
        try (EchoProcess server = EchoProcess.start(limit, cores)) {
            for (int connections : CONNECTIONS) {
                double peak = closed(server, connections, settling).perSecond();
                rates.put(connections, Math.round(SHARE_OF_PEAK * peak));
            }
        }
        IO.println("rates    " + rates + " messages a second, by connections");
        IO.println();
    }

    private List<Turn<EchoPeer>> parts(WarmServers servers) {
        List<Turn<EchoPeer>> parts = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            parts.add(peer -> peak(servers.of(peer), peer, connections));
            parts.add(peer -> {
                Plan steady = new Plan(connections, rates.get(connections), settling, measured);
                add(peer, connections, load.run(servers.of(peer).port(), steady));
            });
        }
        if (hasMany) {
            parts.add(peer -> {
                double few = scores.last(peer.name(), Figure.PEAK.at(BUSY));
                double many = peak(servers.of(peer), peer, MANY);
                scores.add(peer.name(), GROWTH, few / many);
            });
        }
        return parts;
    }

    private double peak(EchoProcess server, EchoPeer peer, int connections) throws Exception {
        double peak = closed(server, connections, settling).perSecond();
        scores.add(peer.name(), Figure.PEAK.at(connections), peak);
        return peak;
    }

    private static boolean hasMany() throws InterruptedException {
        String limit = Tools.firstLine("sh", "-c", "ulimit -Hn").orElse("0");
        return limit.equals("unlimited")
                || limit.matches("\\d+") && Long.parseLong(limit) >= MANY + TO_SPARE;
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
