package io.anyloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run leaves in `target/bench`: figures as JSON with the circumstances, and a picture.
final class Protocol {
    private final String name;
    private final Map<String, Object> members = new LinkedHashMap<>();

    /// @param name of the benchmark, and of the files
    /// @param rounds how many there were
    /// @param quick whether they were too short for a record
    Protocol(String name, int rounds, boolean quick) {
        this.name = name;
        members.put("benchmark", name);
        members.put("environment", Environment.facts());
        members.put("rounds", rounds);
        members.put("quick", quick);
    }

    Protocol put(String key, Object value) {
        members.put(key, value);
        return this;
    }

    /// Writes both files, and says where.
    void write(BarChart chart) throws IOException {
        write("json", Json.text(members));
        write("svg", chart.svg());
    }

    private void write(String extension, String text) throws IOException {
        Path file = Places.result(name + "." + extension);
        Files.writeString(file, text);
        IO.println("written  " + file);
    }
}
