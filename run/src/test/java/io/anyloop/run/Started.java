package io.anyloop.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that was started in a virtual machine of its own.
record Started(Process process) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    static final Path JAR = Path.of("target", "anyloop-run.jar").toAbsolutePath();
    static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

    /// How it ended.
    record Ended(int code, String out) {
        List<String> lines() {
            return out.lines()
                    .filter(line -> !line.startsWith("WARNING: ") && !line.isBlank())
                    .toList();
        }
    }

    /// `java -jar anyloop-run.jar` with options, and a class of the tests.
    static Started byJar(String options, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of("-jar", JAR.toString()));
        command.addAll(words(options));
        command.addAll(List.of("--", "-cp", CLASSES.toString(), Unmodified.class.getName()));
        command.addAll(Arrays.asList(program));
        return java(command);
    }

    /// As an agent alone.
    static Started byAgent(String options, String... program) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "-javaagent:" + JAR + "=" + options,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                CLASSES.toString(),
                                Unmodified.class.getName()));
        command.addAll(Arrays.asList(program));
        return java(command);
    }

    static Started java(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(arguments);
        return new Started(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static List<String> words(String options) {
        return options.isEmpty() ? List.of() : List.of(options.split(" "));
    }

    Ended end() throws IOException, InterruptedException {
        try {
            String out =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(process.waitFor(40, TimeUnit.SECONDS), "it does not end, and said: " + out);
            return new Ended(process.exitValue(), out);
        } finally {
            process.destroyForcibly();
        }
    }
}
