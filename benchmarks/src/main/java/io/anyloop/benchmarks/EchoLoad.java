package io.anyloop.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The load generator, compiled.
///
/// @param program where it is
/// @param cores where it runs
record EchoLoad(Path program, Cores cores) {
    private static final int THREADS = 1;

    /// The rate of a closed loop: the next message is sent when the answer is there.
    static final long CLOSED = 0;

    /// How to load a server.
    ///
    /// @param connections how many, each with one message under way at most
    /// @param rate planned messages a second over all connections, or [#CLOSED]
    /// @param warmUp before anything counts
    /// @param measured what counts
    record Plan(int connections, long rate, Duration warmUp, Duration measured) {}

    /// What came of it.
    ///
    /// @param requests answers that count
    /// @param seconds of the measured window
    /// @param unanswered planned messages without an answer; they count with the time they had taken at the end
    /// @param p50Nanos half of the answers took at most this
    /// @param p99Nanos 99 % did
    /// @param p999Nanos 99.9 % did
    record Found(
            long requests,
            double seconds,
            long unanswered,
            long p50Nanos,
            long p99Nanos,
            long p999Nanos) {

        double perSecond() {
            return requests / seconds;
        }

        /// Reads what the load generator prints.
        ///
        /// @throws IllegalStateException if something is missing, connections broke, or nothing was answered
        static Found parse(List<String> lines) {
            Map<String, String> pairs = new TreeMap<>();
            for (String line : lines) {
                String[] pair = line.split("=", 2);
                if (pair.length == 2) {
                    pairs.put(pair[0], pair[1]);
                }
            }
            check(pairs, lines);
            return new Found(
                    Long.parseLong(pairs.get("requests")),
                    Double.parseDouble(pairs.get("seconds")),
                    Long.parseLong(pairs.get("unanswered")),
                    Long.parseLong(pairs.get("p50_ns")),
                    Long.parseLong(pairs.get("p99_ns")),
                    Long.parseLong(pairs.get("p999_ns")));
        }

        private static void check(Map<String, String> pairs, List<String> lines) {
            for (String key :
                    List.of(
                            "requests",
                            "seconds",
                            "errors",
                            "unanswered",
                            "p50_ns",
                            "p99_ns",
                            "p999_ns")) {
                if (!pairs.containsKey(key)) {
                    throw new IllegalStateException(
                            "The load generator does not say %s: %s".formatted(key, lines));
                }
            }
            if (!pairs.get("errors").equals("0")) {
                throw new IllegalStateException(
                        "%s connections broke or brought something else than was sent; such a run does not count."
                                .formatted(pairs.get("errors")));
            }
            if (pairs.get("requests").equals("0")) {
                throw new IllegalStateException("Not one message was answered in time.");
            }
        }
    }

    /// Loads the echo server on a port.
    Found run(int port, Plan plan) throws IOException, InterruptedException {
        return Found.parse(Tools.run(command(port, plan)));
    }

    /// Loads the HTTP server on a port with requests for a path.
    Found run(int port, Plan plan, String path) throws IOException, InterruptedException {
        List<String> command = command(port, plan);
        command.add(path);
        return Found.parse(Tools.run(command));
    }

    private List<String> command(int port, Plan plan) {
        List<String> command = new ArrayList<>(cores.load());
        command.add(program.toString());
        for (long number :
                new long[] {
                    port,
                    plan.connections(),
                    THREADS,
                    plan.rate(),
                    plan.warmUp().toMillis(),
                    plan.measured().toMillis()
                }) {
            command.add(Long.toString(number));
        }
        return command;
    }
}
