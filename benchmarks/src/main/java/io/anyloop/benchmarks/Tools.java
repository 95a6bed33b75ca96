package io.anyloop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Programs of the system, which may be missing.
final class Tools {
    private static final int SECONDS = 300;

    private Tools() {}

    /// Whether a program is on the path.
    static boolean has(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /// Runs a program to its end.
    ///
    /// @return what it printed, on either stream
    /// @throws IOException if it cannot be run, fails, or does not end
    static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new ArrayList<>();
        try (var output = process.inputReader()) {
            output.lines().forEach(lines::add);
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("It did not end within %d s: %s".formatted(SECONDS, command));
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s ended with status %d: %s"
                            .formatted(command, process.exitValue(), String.join("; ", lines)));
        }
        return lines;
    }

    /// The first line that a program prints, for example its version.
    static Optional<String> firstLine(String... command) throws InterruptedException {
        if (!has(command[0])) {
            return Optional.empty();
        }
        try {
            return run(List.of(command)).stream().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
