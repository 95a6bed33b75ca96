package io.anyloop.benchmarks;

import io.anyloop.Loops;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// JVMs that measure one thing each: the flags that they get, and how to start one that prints `key=number` lines.
final class Forked {
    private Forked() {}

    /// Both sides get the same flags, except that the JDK's virtual threads are kept to one carrier, as greenlets are.
    static List<String> flags(boolean stock, String... more) {
        List<String> flags = new ArrayList<>(List.of(more));
        flags.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        flags.add("--enable-native-access=ALL-UNNAMED");
        if (stock) {
            flags.add("-Djdk.virtualThreadScheduler.parallelism=1");
            flags.add("-Djdk.virtualThreadScheduler.maxPoolSize=1");
        }
        String preferred = System.getProperty(Loops.PROPERTY);
        if (preferred != null) {
            flags.add("-D" + Loops.PROPERTY + "=" + preferred);
        }
        return flags;
    }

    /// The program of the Java that runs.
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// What starts a main class in a JVM of its own.
    static List<String> command(List<String> flags, Class<?> main, Object... args) {
        return command(java(), flags, main, args);
    }

    /// As [#command(List, Class, Object...)], of another Java.
    static List<String> command(Path java, List<String> flags, Class<?> main, Object... args) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return command;
    }

    /// Runs a main class to its end.
    ///
    /// @return what it printed
    static Map<String, Long> run(List<String> flags, Class<?> main, Object... args)
            throws IOException, InterruptedException {
        List<String> command = command(flags, main, args);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, Long> found = read(process);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("It ended with status " + status + ": " + command);
        }
        return found;
    }

    private static Map<String, Long> read(Process process) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] pair = line.split("=", 2);
                if (pair.length == 2) {
                    found.put(pair[0], Long.valueOf(pair[1]));
                }
            }
        }
        return found;
    }
}
