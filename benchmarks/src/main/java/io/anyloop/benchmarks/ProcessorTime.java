package io.anyloop.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The processor time of this process at a moment, by thread where the system tells it.
///
/// Java's own clock of it ticks in hundredths of a second, too coarse for a process that is idle; Linux knows each
/// thread's nanoseconds. Kept by thread, since the sum would fall when a thread ends.
///
/// @param nanos what each thread has used
record ProcessorTime(Map<String, Long> nanos) {
    private static final Path THREADS = Path.of("/proc/self/task");

    static ProcessorTime now() {
        return new ProcessorTime(Files.isDirectory(THREADS) ? ofThreads() : ofProcess());
    }

    /// What was used since an earlier moment.
    Duration since(ProcessorTime earlier) {
        long sum = 0;
        for (Map.Entry<String, Long> thread : nanos.entrySet()) {
            sum += thread.getValue() - earlier.nanos.getOrDefault(thread.getKey(), 0L);
        }
        return Duration.ofNanos(sum);
    }

    private static Map<String, Long> ofProcess() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Map.of("", system.getProcessCpuTime());
    }

    private static Map<String, Long> ofThreads() {
        Map<String, Long> found = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                read(thread, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void read(Path thread, Map<String, Long> found) throws IOException {
        try {
            String schedstat = Files.readString(thread.resolve("schedstat"));
            String used = schedstat.substring(0, schedstat.indexOf(' '));
            found.put(thread.getFileName().toString(), Long.valueOf(used));
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
        }
    }
}
