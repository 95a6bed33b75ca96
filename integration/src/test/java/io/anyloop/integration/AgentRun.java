package io.anyloop.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A program in a virtual machine of its own, with the agent. It says what it counted, in lines of the form `key=number`.
public final class AgentRun {
    private AgentRun() {}

    static Map<String, Integer> of(Class<?> program, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        return of("", program, flags, arguments);
    }

    /// @param options of the agent's, as they stand behind its jar
    public static Map<String, Integer> of(
            String options, Class<?> program, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-javaagent:" + System.getProperty("anyloop.agent.jar") + options);
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-Djdk.trackAllThreads=false"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Map<String, Integer> counts = new TreeMap<>();
        said.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2 && pair[1].matches("\\d+"))
                .forEach(pair -> counts.put(pair[0], Integer.parseInt(pair[1])));
        return counts;
    }
}
