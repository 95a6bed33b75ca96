package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Hub;
import io.anyloop.blocking.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What really blocks a thread, done elsewhere: only the greenlet that wants it waits.
final class BlockingWork {
    private BlockingWork() {}

    static void main(String... files) throws IOException {
        for (String file : files) {
            IO.println(file + ": " + Hub.run(() -> lines(Path.of(file))) + " lines");
        }
        IO.println(Hub.run(() -> javaVersion()));
    }

    // @start region="readme"
    /// Reading a file holds up the thread that does it, so a thread of the hub's pool does it.
    static long lines(Path file) throws IOException {
        return Hub.offload(() -> {
            try (var lines = Files.lines(file, UTF_8)) {
                return lines.count();
            }
        });
    }

    /// A child process, read line by line while it runs.
    static List<String> javaVersion() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var seen = new ArrayList<String>();
        try (var child = ChildProcess.start(java, "--version")) {
            child.lines().forEach(seen::add);
            child.await();
        }
        return seen;
    }
    // @end
}
