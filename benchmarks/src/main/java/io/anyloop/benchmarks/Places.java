package io.anyloop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where this module keeps its sources in other languages, and where results go.
final class Places {
    private static final Path TARGET = target();

    private Places() {}

    private static Path target() {
        try {
            return Path.of(Places.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("This class was not loaded from a file.", e);
        }
    }

    /// The agent's jar, which is on the class path for this only.
    static Path agent() {
        return jar("anyloop-agent", "agent");
    }

    /// The jar that runs programs as they are, on the class path for this only.
    static Path runJar() {
        return jar("anyloop-run", "run");
    }

    private static Path jar(String name, String module) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(entry).getFileName().toString().matches(name + ".*\\.jar")) {
                return Path.of(entry);
            }
        }
        throw new IllegalStateException(
                "%s.jar is not on the class path: build it with ./mvnw package -pl %s."
                        .formatted(name, module));
    }

    /// A source file.
    ///
    /// @param language the folder under `src/main`
    /// @param name the file's name
    static Path source(String language, String name) {
        return TARGET.resolveSibling("src").resolve("main").resolve(language).resolve(name);
    }

    /// A file that the bench makes, in a folder that exists.
    static Path result(String name) throws IOException {
        return Files.createDirectories(TARGET.resolve("bench")).resolve(name);
    }
}
