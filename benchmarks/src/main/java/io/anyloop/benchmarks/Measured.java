package io.anyloop.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One benchmark of one side.
///
/// @param type the class that JMH runs
/// @param method its method
/// @param stock whether it is the JDK's side
/// @param parameters what JMH sets
/// @param java the program that runs it
record Measured(
        Class<?> type, String method, boolean stock, Map<String, String> parameters, Path java) {

    private Measured(Class<?> type, String method, boolean stock, Map<String, String> parameters) {
        this(type, method, stock, parameters, Forked.java());
    }

    /// The same on another Java.
    Measured on(OtherJava other) {
        return new Measured(type, method, stock, parameters, other.program());
    }

    static Measured greenlet(String method) {
        return new Measured(GreenletSwitches.class, method, false, Map.of());
    }

    static Measured stock(String method) {
        return new Measured(StockSwitches.class, method, true, Map.of());
    }

    static Measured greenletTimeout(int pending) {
        Map<String, String> parameters = Map.of("pending", "" + pending);
        return new Measured(GreenletTimeouts.class, "startAndCancel", false, parameters);
    }

    static Measured stockTimeout(int pending, boolean remove) {
        Map<String, String> parameters = Map.of("pending", "" + pending, "remove", "" + remove);
        return new Measured(StockTimeouts.class, "scheduleAndCancel", true, parameters);
    }

    static Measured byteBuf(String method) {
        return new Measured(ByteBufWrites.class, method, false, Map.of());
    }

    /// How long one run takes.
    ///
    /// @param rounds how often each benchmark runs, in a JVM of its own each time
    /// @param iterations how many times it is warmed up, and then measured
    /// @param millis how long each of these
    record Effort(int rounds, int iterations, int millis) {
        static final Effort FULL = new Effort(5, 5, 300);
        static final Effort QUICK = new Effort(2, 3, 200);

        TimeValue time() {
            return TimeValue.milliseconds(millis);
        }
    }

    /// Runs it in a JVM of its own.
    ///
    /// @return nanoseconds for one operation: the median of the iterations
    double run(Effort effort) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + type.getName().replace(".", "\\.") + "\\." + method + "$")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(1)
                        .jvm(java.toString())
                        .warmupIterations(effort.iterations())
                        .warmupTime(effort.time())
                        .measurementIterations(effort.iterations())
                        .measurementTime(effort.time())
                        .jvmArgs(flags())
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT);
        new TreeMap<>(parameters).forEach(options::param);
        return median(new Runner(options.build()).run());
    }

    /// The same heap for both, touched beforehand: else the kernel's clearing of its pages is measured.
    private String[] flags() {
        return Forked.flags(
                        stock,
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "--sun-misc-unsafe-memory-access=allow")
                .toArray(String[]::new);
    }

    private static double median(Collection<RunResult> results) {
        List<Double> scores = new ArrayList<>();
        for (RunResult result : results) {
            for (IterationResult iteration : result.getAggregatedResult().getIterationResults()) {
                scores.add(iteration.getPrimaryResult().getScore());
            }
        }
        return new Samples(scores.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }

    @Override
    public String toString() {
        return type.getSimpleName() + "." + method + (parameters.isEmpty() ? "" : parameters);
    }
}
