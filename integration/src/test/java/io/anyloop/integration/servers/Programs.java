package io.anyloop.integration.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Programs of the system.
final class Programs {
    private Programs() {}

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /// @param name what to run
    /// @param debian the package that brings it
    /// @param first where to look before the PATH
    static Path find(String name, String debian, List<Path> first) throws IOException {
        List<Path> places = new ArrayList<>(first);
        for (String place : System.getenv("PATH").split(":")) {
            places.add(Path.of(place));
        }
        return places.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "No %s was found. Run integration/servers, which installs what these tests need; or install it (Debian: apt-get install %s), or put it on the PATH."
                                        .formatted(name, debian)));
    }

    /// Runs a command to its end. What it says goes to a file: a server that goes on would keep a pipe open.
    static void run(List<String> command) throws IOException {
        Path said = Files.createTempFile("anyloop-program", ".log");
        try {
            int status =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start()
                            .onExit()
                            .join()
                            .exitValue();
            if (status != 0) {
                throw new IOException(
                        "%s ended with %d: %s"
                                .formatted(
                                        String.join(" ", command),
                                        status,
                                        Files.readString(said, StandardCharsets.UTF_8)));
            }
        } finally {
            Files.delete(said);
        }
    }

    /// The folders of a kind in the releases that the system keeps side by side.
    static List<Path> inReleases(String releases, String folder) throws IOException {
        Path usual = Path.of(releases);
        if (!Files.isDirectory(usual)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(usual)) {
            return all.map(release -> release.resolve(folder)).sorted().toList();
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
