package io.anyloop.benchmarks;

import io.anyloop.benchmarks.Measured.Effort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/// `bench switch`: what switching, spawning and limiting cost, beside the JDK.
///
/// Each round runs every benchmark once in a JVM of its own, ours and its peer one after the other, so that a change of
/// the machine's mood during the run hits both. A ratio is the median of the rounds' ratios.
final class SwitchBench {
    private static final String ROW = "%-36s %17s %17s %7s %7s  %s";

    private final Effort effort;
    private final Against against;
    private final Map<Measured, List<Double>> scores = new LinkedHashMap<>();

    /// What ours is compared with.
    ///
    /// @param ours our side's name, for the head of its column
    /// @param name the peer's, for the head of its column
    /// @param meaning what a ratio says
    /// @param comparisons line by line
    record Against(String ours, String name, String meaning, List<Comparison> comparisons) {
        /// The same on another Java, beside this one.
        static Against thisJava(OtherJava other) {
            return new Against(
                    "Java " + other.release(),
                    "Java " + Runtime.version().feature(),
                    "how many times as fast as on the Java that runs the bench: "
                            + other
                            + " beside "
                            + Forked.java()
                            + ".",
                    Comparison.on(other));
        }

        static final Against JDK =
                new Against(
                        "ours",
                        "JDK",
                        """
                        how many times as fast as the JDK's one-carrier virtual threads; timeouts:
                        as a ScheduledThreadPoolExecutor, which removes what is cancelled or keeps it.\
                        """,
                        Comparison.ALL);

        static final Against EVENT_LOOP =
                new Against(
                        "ours",
                        "event loop",
                        """
                        how many times as fast as the same by a task of the event loop; taking, filling
                        and writing a buffer of 64 bytes, without the system's calls.\
                        """,
                        Comparison.BYTE_BUF);
    }

    SwitchBench(Effort effort, Against against) {
        this.effort = effort;
        this.against = against;
    }

    void run() throws RunnerException {
        Environment.print();
        for (int round = 1; round <= effort.rounds(); round++) {
            IO.print("round " + round + " of " + effort.rounds() + " ");
            for (Measured measured : inTurns()) {
                scores.computeIfAbsent(measured, _ -> new ArrayList<>()).add(measured.run(effort));
                IO.print(".");
            }
            IO.println();
        }
        printTable();
    }

    /// Ours and its peer one after the other; what several comparisons use runs once a round.
    private Set<Measured> inTurns() {
        Set<Measured> turns = new LinkedHashSet<>();
        for (Comparison comparison : against.comparisons()) {
            turns.add(comparison.ours());
            turns.add(comparison.peer());
        }
        return turns;
    }

    private void printTable() {
        IO.println();
        IO.println(
                row(
                        "",
                        against.ours() + ", ns/op",
                        against.name() + ", ns/op",
                        "ratio",
                        "target",
                        ""));
        for (Comparison comparison : against.comparisons()) {
            IO.println(line(comparison));
        }
        IO.println();
        IO.println("ns/op: median (least-most) of " + effort.rounds() + " rounds, a JVM each.");
        IO.println("ratio: " + against.meaning());
        if (effort == Effort.QUICK) {
            IO.println("Quick: few and short rounds, for a first look and not for a record.");
        }
    }

    private String line(Comparison comparison) {
        Samples ours = samples(comparison.ours());
        Samples peer = samples(comparison.peer());
        double ratio = peer.dividedBy(ours).median();
        return row(
                comparison.what(),
                ours.text(),
                peer.text(),
                String.format(Locale.ROOT, "%.2f", ratio),
                comparison.target() == 0 ? "-" : ">= " + comparison.target(),
                comparison.verdict(ratio));
    }

    private Samples samples(Measured measured) {
        return Samples.of(scores.get(measured));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
