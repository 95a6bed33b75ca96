package io.anyloop.benchmarks;

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
