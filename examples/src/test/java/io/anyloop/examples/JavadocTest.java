package io.anyloop.examples;

import static io.anyloop.examples.ReadmeTest.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each main class of core shows in its Javadoc how it is used, and what it shows is code that the build runs: a region of
/// `examples/…/javadoc`, or of a test, whose name begins with that of the class.
class JavadocTest {
    private static final Path SOURCES = ROOT.resolve("core/src/main/java");
    private static final Path EXAMPLES = ROOT.resolve("examples/src/main/java/io/anyloop/examples");
    private static final Path JUNIT = ROOT.resolve("junit/src/main/java");
    private static final List<Path> TESTS =
            List.of(
                    Path.of("src/test/java/io/anyloop/examples/LoggingContextTest.java"),
                    ROOT.resolve("junit/src/test/java/io/anyloop/junit/HeartbeatTest.java"));

    /// What others hand out, where it is shown.
    private static final Set<String> HANDED_OUT = Set.of("Arrivals", "Posted", "Results");

    private static final Pattern REGION = Pattern.compile("// @start region=\"(.+)\"");
    private static final Pattern EXPORTS = Pattern.compile("exports ([\\w.]+);");
    private static final Pattern CLASS =
            Pattern.compile("(?m)^public (?:final |sealed )*class \\w+(?:<.*>)?(?<above>.*)");

    @Test
    void what_is_shown_is_what_the_build_runs() throws IOException {
        Map<String, String> regions = regions();
        var unknown = new ArrayList<String>();
        var shown = new TreeSet<String>();
        for (Path file : sources(SOURCES, JUNIT)) {
            for (ReadmeTest.Block block : ReadmeTest.blocks("java", commentsOf(file))) {
                List<String> same =
                        regions.keySet().stream()
                                .filter(name -> name.split("[ .]")[0].equals(nameOf(file)))
                                .filter(name -> regions.get(name).equals(block.code()))
                                .toList();
                shown.addAll(same);
                if (same.isEmpty()) {
                    unknown.add(file + "\n" + block.code());
                }
            }
        }
        assertEquals("", String.join("\n\n", unknown), "no region of the examples is this");
        var unused = new TreeSet<>(regions.keySet());
        unused.removeAll(shown);
        assertEquals(Set.of(), unused, "no Javadoc shows these regions");
    }

    @Test
    void each_main_class_shows_how_it_is_used() throws IOException {
        int count = 0;
        var without = new ArrayList<String>();
        for (Path file : mainClasses()) {
            count++;
            if (ReadmeTest.blocks("java", commentsOf(file)).isEmpty()) {
                without.add(nameOf(file));
            }
        }
        assertTrue(count > 25, "only " + count + " classes were found");
        assertEquals(List.of(), without, "these show no example");
    }

    /// The public classes of exported packages, without exceptions.
    private static List<Path> mainClasses() throws IOException {
        Set<Path> exported =
                EXPORTS.matcher(Files.readString(SOURCES.resolve("module-info.java")))
                        .results()
                        .map(found -> SOURCES.resolve(found.group(1).replace('.', '/')))
                        .collect(Collectors.toSet());
        var classes = new ArrayList<Path>();
        for (Path file : sources(SOURCES)) {
            var found = CLASS.matcher(Files.readString(file));
            if (exported.contains(file.getParent())
                    && !HANDED_OUT.contains(nameOf(file))
                    && found.find()
                    && !found.group("above").matches(" extends .*(Exception|Error|LoopExit) .*")) {
                classes.add(file);
            }
        }
        return classes;
    }

    /// Each comment, with an empty line after it.
    private static List<String> commentsOf(Path file) throws IOException {
        var lines = new ArrayList<String>();
        boolean isInside = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("///")) {
                lines.add(text.length() > 3 ? text.substring(4) : " ");
                isInside = true;
            } else if (isInside) {
                lines.add("");
                isInside = false;
            }
        }
        return lines;
    }

    private static Map<String, String> regions() throws IOException {
        var regions = new TreeMap<String, String>();
        var files = new ArrayList<>(sources(EXAMPLES.resolve("javadoc")));
        files.addAll(TESTS);
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                var region = REGION.matcher(line.strip());
                if (region.matches()) {
                    regions.put(region.group(1), ReadmeTest.region(lines, region.group(1)));
                }
            }
        }
        return regions;
    }

    private static List<Path> sources(Path... folders) {
        var sources = new ArrayList<Path>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
