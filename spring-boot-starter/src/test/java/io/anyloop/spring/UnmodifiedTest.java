package io.anyloop.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An application without Anyloop among its jars, started with the agent that adopts: its virtual threads come to hubs.
@Tag("full")
class UnmodifiedTest {
    private static final Path RUN = Path.of("..", "run", "target", "anyloop-run.jar");

    @Test
    void virtual_threads_of_spring_boot_come_to_hubs() throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-javaagent:" + RUN.toAbsolutePath().normalize() + "=adopt,hubs=2",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        withoutAnyloop(),
                        PlainApplication.class.getName(),
                        "--server.port=0",
                        "--spring.threads.virtual.enabled=true"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        for (String what : List.of("request ", "task ")) {
            String line =
                    said.lines()
                            .filter(one -> one.startsWith(what))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(said));
            assertTrue(line.startsWith(what + "virtual "), said);
            assertTrue(line.contains("@hub-"), said);
        }
    }

    private static String withoutAnyloop() {
        String separator = File.pathSeparator;
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .filter(entry -> !entry.contains("anyloop-"))
                .filter(entry -> !entry.endsWith("classes") || entry.endsWith("test-classes"))
                .collect(Collectors.joining(separator));
    }
}
