package io.anyloop.benchmarks;

import io.anyloop.Loops;
import io.netty.util.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Where and when figures were measured: without that they say nothing.
final class Environment {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Environment() {}

    static void print() {
        facts().forEach((what, found) -> IO.println(String.format("%-8s %s", what, found)));
        IO.println();
    }

    /// Machine, versions and time, in the order in which they are told.
    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", machine());
        facts.put("jdk", jdk());
        facts.put("loop", Loops.choose().provider().name());
        facts.put("netty", netty());
        facts.put("date", date());
        return facts;
    }

    private static String netty() {
        Version version = Version.identify().get("netty-transport");
        return version == null ? "unknown" : version.artifactVersion();
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        String text =
                "%s %s, %s, %d processors"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                processor(),
                                runtime.availableProcessors());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? text : "%s, load at the start %.1f".formatted(text, load);
    }

    private static String processor() {
        if (Files.isReadable(PROCESSORS)) {
            try (Stream<String> lines = Files.lines(PROCESSORS)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseGet(Environment::architecture);
            } catch (IOException e) {
                return architecture();
            }
        }
        return architecture();
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    private static String jdk() {
        return "%s %s".formatted(System.getProperty("java.vendor.version"), Runtime.version());
    }

    private static String date() {
        return ZonedDateTime.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }
}
