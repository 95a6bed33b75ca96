package io.anyloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Another Java than the one that runs, beside which the same is measured.
///
/// @param program what starts it
/// @param release such as 27
record OtherJava(Path program, int release) {
    /// From here on the JDK can have a poller on each carrier of its virtual threads.
    private static final int POLLERS_ON_CARRIERS = 27;

    private static final Pattern VERSION =
            Pattern.compile("^JAVA_VERSION=\"?(\\d+)", Pattern.MULTILINE);

    /// @param home its directory
    /// @throws Missing if no Java is there
    static OtherJava at(String home) throws Missing {
        Path program = Path.of(home, "bin", "java");
        try {
            Matcher version = VERSION.matcher(Files.readString(Path.of(home, "release")));
            if (Files.isExecutable(program) && version.find()) {
                return new OtherJava(program, Integer.parseInt(version.group(1)));
            }
        } catch (IOException e) {
            // as if it were not there
        }
        throw new Missing(
                "In %s is no Java to run beside this one. Name the home of one, with bin/java and a file release in it."
                        .formatted(home));
    }

    boolean hasPollersOnCarriers() {
        return release >= POLLERS_ON_CARRIERS;
    }

    @Override
    public String toString() {
        return "Java " + release + ", " + program;
    }
}
