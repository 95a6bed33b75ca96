package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs [AgentChild] in virtual machines of its own.
final class Children {
    static final String AGENT_JAR = System.getProperty("anyloop.agent.jar");

    private static final int LIMIT = 50;

    private Children() {}

    /// How one ended, and what it said.
    record Ended(int code, String out, String errors) {
        List<String> lines() {
            return out.lines().toList();
        }

        void assertSays(String... lines) {
            assertEquals(List.of(lines), lines(), errors);
            assertEquals("", errors);
            assertEquals(0, code);
        }
    }

    /// @param java the program
    /// @param before what comes first on the class path, if not null
    static Ended java(String java, Path before, List<String> options, String... arguments)
            throws Exception {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        before == null ? classPath : before + File.pathSeparator + classPath));
        command.add(AgentChild.class.getName());
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("anyloop", ".err");
        try {
            Process child =
                    new ProcessBuilder(command)
                            .directory(errors.getParent().toFile()) // for what a crash may leave
                            .redirectError(errors.toFile())
                            .start();
            var out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(child.waitFor(LIMIT, TimeUnit.SECONDS), "the child hangs");
            return new Ended(child.exitValue(), out, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /// As this virtual machine.
    static Ended run(Path before, List<String> options, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-Djdk.trackAllThreads=false"));
        all.addAll(options);
        return java(thisJava(), before, all, arguments);
    }

    static Ended run(List<String> options, String... arguments) throws Exception {
        return run(null, options, arguments);
    }

    static String thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String agent(Object jar) {
        return "-javaagent:" + jar;
    }
}
