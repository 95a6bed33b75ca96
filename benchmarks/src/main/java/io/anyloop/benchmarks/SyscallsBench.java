package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import io.anyloop.benchmarks.EchoLoad.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `bench syscalls`: the system calls of each echo server for a message, counted by strace(1) on the running, warm server.
///
/// One connection shows what a single message costs; with 64 several share the calls for waiting. strace slows the
/// server down, so more messages come together than without it.
final class SyscallsBench {
    private static final int[] CONNECTIONS = {1, 64};
    private static final int SECONDS = 10;
    private static final String ATTACHED = "attached";
    private static final String ROW = "%-34s %12s %18s %18s  %s";

    private final Rounds rounds;
    private final Duration warmUp;
    private final Duration measured;
    private final Cores cores = Cores.choose();
    private final EchoPeer.Choice choice;
    private final EchoLoad load;
    private final Scores scores = new Scores();
    private final Map<List<Object>, String> details = new LinkedHashMap<>();

    SyscallsBench(boolean quick, List<String> only) throws Exception {
        if (!Tools.has("strace")) {
            throw new Missing(
                    "strace is not installed, so system calls cannot be counted. Install it.");
        }
        rounds = new Rounds(quick ? 1 : 3, quick);
        warmUp = Duration.ofMillis(quick ? 500 : 2_000);
        measured = Duration.ofMillis(quick ? 1_000 : 3_000);
        load = new EchoLoad(Compiled.c("echo_load"), cores);
        choice = EchoPeer.choose(only);
    }

    void run() throws Exception {
        Environment.print();
        choice.leftOut().forEach(IO::println);
        rounds.run(choice.peers(), this::measure);
        for (int connections : CONNECTIONS) {
            IO.println(
                    row(
                            connections + " connections",
                            "messages",
                            "calls/message",
                            "serving thread's",
                            "of all"));
            for (EchoPeer peer : choice.peers()) {
                IO.println(line(peer.name(), connections));
            }
            IO.println();
        }
        IO.println(rounds.note() + " Counted under strace, which makes each call slower.");
        new Protocol("syscalls", rounds.count(), rounds.quick())
                .put("left_out", choice.leftOut())
                .put("results", results())
                .write(chart());
    }

    /// What was counted while messages were answered.
    private record Count(long messages, SyscallCounts calls) {
        double perMessage() {
            return (double) calls.total() / messages;
        }

        String details() {
            return calls.perMessage(messages);
        }
    }

    private void measure(EchoPeer peer) throws Exception {
        try (EchoProcess server = EchoProcess.start(peer, cores)) {
            load.run(server.port(), new Plan(CONNECTIONS[1], EchoLoad.CLOSED, warmUp, measured));
            long serving = busiest(server);
            for (int connections : CONNECTIONS) {
                count(peer, server, connections);
                Count alone = count(server, connections, "-p", "" + serving);
                scores.add(peer.name(), "serving@" + connections, alone.perMessage());
            }
        }
    }

    /// The thread that serves, which the load tells from compilers and collectors.
    private long busiest(EchoProcess server) throws Exception {
        long process = server.process().pid();
        ThreadTimes before = ThreadTimes.of(process);
        load.run(
                server.port(),
                new Plan(CONNECTIONS[1], EchoLoad.CLOSED, Duration.ZERO, measured.dividedBy(2)));
        return ThreadTimes.of(process).busiestSince(before);
    }

    private void count(EchoPeer peer, EchoProcess server, int connections) throws Exception {
        Count all = count(server, connections, "-f", "-p", "" + server.process().pid());
        scores.add(peer.name(), "messages@" + connections, all.messages());
        scores.add(peer.name(), "calls@" + connections, all.perMessage());
        details.put(List.of(peer.name(), connections), all.details());
    }

    /// @param whose tells strace where to look
    private Count count(EchoProcess server, int connections, String... whose) throws Exception {
        Path summary = Places.result("strace.txt");
        Files.deleteIfExists(summary);
        Process strace = attach(summary, whose);
        EchoLoad.Found found;
        try {
            Plan plan = new Plan(connections, EchoLoad.CLOSED, Duration.ZERO, measured);
            found = load.run(server.port(), plan);
        } finally {
            detach(strace);
        }
        return new Count(found.requests(), SyscallCounts.parse(Files.readAllLines(summary)));
    }

    private static Process attach(Path summary, String... whose) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-o", summary.toString()));
        command.addAll(List.of(whose));
        Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        for (String line = strace.inputReader().readLine();
                line != null;
                line = strace.inputReader().readLine()) {
            if (line.contains(ATTACHED)) {
                return strace;
            }
            said.add(line);
        }
        throw new IOException("strace may not look at the server: " + said);
    }

    private static void detach(Process strace) throws IOException, InterruptedException {
        // It writes its summary when it is interrupted.
        strace.destroy();
        if (!strace.waitFor(SECONDS, TimeUnit.SECONDS)) {
            strace.destroyForcibly();
            throw new IOException("strace did not end within %d s.".formatted(SECONDS));
        }
    }

    private String line(String name, int connections) {
        return row(
                name,
                scores.of(name, "messages@" + connections).text(),
                scores.of(name, "calls@" + connections).text(2),
                serving(name, connections).text(2),
                details.get(List.<Object>of(name, connections)));
    }

    private List<Map<String, Object>> results() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            for (EchoPeer peer : choice.peers()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", peer.name());
                result.put("connections", connections);
                result.put("calls for a message", calls(peer, connections).json());
                result.put(
                        "calls of the serving thread for a message",
                        serving(peer.name(), connections).json());
                result.put("of which", details.get(List.<Object>of(peer.name(), connections)));
                results.add(result);
            }
        }
        return results;
    }

    private Samples calls(EchoPeer peer, int connections) {
        return scores.of(peer.name(), "calls@" + connections);
    }

    private Samples serving(String name, int connections) {
        return scores.of(name, "serving@" + connections);
    }

    private BarChart chart() {
        List<Panel> panels = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            List<Bar> bars = new ArrayList<>();
            for (EchoPeer peer : choice.peers()) {
                bars.add(new Bar(peer.name(), calls(peer, connections)));
            }
            panels.add(new Panel("connections: " + connections, 2, bars));
        }
        return new BarChart("System calls for a message, under strace", panels);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
