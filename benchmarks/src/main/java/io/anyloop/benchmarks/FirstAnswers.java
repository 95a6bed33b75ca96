package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The part of `bench start` about servers: what an echo server in a JVM of its own has cost when it has given its first answer, and
/// when it has given very many. Processor time is that of the whole process: of compiling, collecting and loading, too.
final class FirstAnswers {
    private static final int MANY = 300_000;
    private static final int CONNECTIONS = 64;
    private static final int SIZE = 64;
    private static final String FIRST = "first answer, ms of processor time";
    private static final String SOON = "first answer, ms";
    private static final String LATER = "%,d answers, ms of processor time".formatted(MANY);
    private static final String ROW = "%-38s %20s %20s %9s %22s %18s";

    private final Rounds rounds;
    private final Cores cores = Cores.choose();
    private final Scores scores = new Scores();
    private final Map<String, Long> classes = new LinkedHashMap<>();
    private final List<EchoPeer> servers;

    FirstAnswers(Rounds rounds) {
        this.rounds = rounds;
        this.servers = EchoPeer.ofStart(classPath(System.getProperty("java.class.path")));
    }

    /// What a program with the starter has, and these servers: a hub looks into each jar for loops, and this benchmark has many others.
    static String classPath(String all) {
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> {
                    String name = Path.of(entry).getFileName().toString();
                    return !name.endsWith(".jar")
                            || name.startsWith("anyloop-") && !name.contains("vertx")
                            || name.startsWith("netty-");
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    void run() throws Exception {
        for (EchoPeer server : servers) {
            classes.put(server.name(), countClasses(server));
        }
        rounds.run(servers, this::measure);
        IO.println(
                row(
                        "an echo server, until",
                        "first answer, CPU ms",
                        "ms",
                        "classes",
                        "%,d answers, CPU ms".formatted(MANY),
                        "of the stock ones'"));
        for (EchoPeer server : servers) {
            String name = server.name();
            IO.println(
                    row(
                            name,
                            scores.of(name, FIRST).text(),
                            scores.of(name, SOON).text(),
                            classes.get(name),
                            scores.of(name, LATER).text(),
                            scores.ratio(name, EchoPeer.STOCK, LATER).text(2)));
        }
        IO.println(cores.note() + "; " + rounds.note());
    }

    private void measure(EchoPeer peer) throws IOException {
        long begin = System.nanoTime();
        try (EchoProcess server = EchoProcess.start(peer, cores)) {
            List<Socket> sockets = new ArrayList<>();
            try {
                sockets.add(new Socket(EchoServers.anywhere().getAddress(), server.port()));
                converse(sockets, 1);
                scores.add(peer.name(), SOON, (System.nanoTime() - begin) * 1e-6);
                scores.add(peer.name(), FIRST, processorMillis(server));
                while (sockets.size() < CONNECTIONS) {
                    sockets.add(new Socket(EchoServers.anywhere().getAddress(), server.port()));
                }
                converse(sockets, MANY / CONNECTIONS);
                scores.add(peer.name(), LATER, processorMillis(server));
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    /// Sends on all, and waits for the answers of all, so many times.
    private static void converse(List<Socket> sockets, int times) throws IOException {
        byte[] message = new byte[SIZE];
        for (Socket socket : sockets) {
            socket.setTcpNoDelay(true);
        }
        for (int i = 0; i < times; i++) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(message);
            }
            for (Socket socket : sockets) {
                if (socket.getInputStream().readNBytes(SIZE).length < SIZE) {
                    throw new IOException("A server has ended in the middle.");
                }
            }
        }
    }

    /// Of threads that have ended, too.
    private static double processorMillis(EchoProcess server) {
        return server.process().info().totalCpuDuration().orElseThrow().toNanos() * 1e-6;
    }

    private static long countClasses(EchoPeer peer) throws IOException {
        Path log = Files.createTempFile("classes", ".txt");
        try {
            List<String> command = new ArrayList<>(peer.command());
            command.add(1, "-Xlog:class+load:file=" + log + ":none:filecount=0");
            EchoPeer logging = new EchoPeer(peer.name(), command);
            try (EchoProcess server = EchoProcess.start(logging, Cores.choose());
                    Socket socket =
                            new Socket(EchoServers.anywhere().getAddress(), server.port())) {
                converse(List.of(socket), 1);
                try (Stream<String> lines = Files.lines(log)) {
                    return lines.filter(line -> line.contains(" source: ")).count();
                }
            }
        } finally {
            Files.delete(log);
        }
    }

    Map<String, Object> results() {
        Map<String, Object> results = new LinkedHashMap<>();
        for (EchoPeer server : servers) {
            Map<String, Object> found = new LinkedHashMap<>();
            for (String what : List.of(FIRST, SOON, LATER)) {
                found.put(what, scores.of(server.name(), what).json());
            }
            found.put("classes at the first answer", classes.get(server.name()));
            results.put(server.name(), found);
        }
        return results;
    }

    List<Panel> panels() {
        return Stream.of(FIRST, LATER)
                .map(what ->
                        new Panel(
                                what,
                                1,
                                servers.stream()
                                        .map(EchoPeer::name)
                                        .map(name -> new Bar(name, scores.of(name, what)))
                                        .toList()))
                .toList();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
