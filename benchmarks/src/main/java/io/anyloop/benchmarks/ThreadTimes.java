package io.anyloop.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The processor time of each thread of a process but the compilers', as Linux tells it (proc_pid_stat(5)).
///
/// @param ticks by the number of the thread
record ThreadTimes(Map<Long, Long> ticks) {
    /// Counted after the name, which may have blanks: user and system time.
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /// Everywhere but on a few old architectures.
    private static final double MICROS_OF_A_TICK = 10_000;

    /// As the virtual machine's are called, after "C1 " or "C2 ". While code is new they are the busiest.
    private static final String COMPILER = "Compiler";

    static ThreadTimes of(long process) throws IOException {
        Map<Long, Long> ticks = new HashMap<>();
        Path all = Path.of("/proc", Long.toString(process), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(all)) {
            for (Path thread : threads) {
                try {
                    if (Files.readString(thread.resolve("comm")).startsWith(COMPILER, 3)) {
                        continue;
                    }
                    ticks.put(
                            Long.valueOf(thread.getFileName().toString()),
                            ticks(Files.readString(thread.resolve("stat"))));
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return new ThreadTimes(ticks);
    }

    static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    }

    /// What all have used since an earlier look.
    double microsSince(ThreadTimes earlier) {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : ticks.entrySet()) {
            sum += thread.getValue() - earlier.ticks.getOrDefault(thread.getKey(), 0L);
        }
        return sum * MICROS_OF_A_TICK;
    }

    /// The thread that has used most since an earlier look.
    long busiestSince(ThreadTimes earlier) {
        return ticks.keySet().stream()
                .max((one, other) ->
                        Long.compare(
                                ticks.get(one) - earlier.ticks.getOrDefault(one, 0L),
                                ticks.get(other) - earlier.ticks.getOrDefault(other, 0L)))
                .orElseThrow(() -> new IllegalStateException("The process has no threads."));
    }
}
