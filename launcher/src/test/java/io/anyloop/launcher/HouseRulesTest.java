package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules about files, which no class file tells.
class HouseRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST_FILE = 400;

    @Test
    void no_source_file_is_too_long_to_be_read_at_one_sitting() throws IOException {
        List<String> tooLong =
                sources()
                        .filter(file -> linesOfCode(file) > LONGEST_FILE)
                        .map(file -> ROOT.relativize(file) + ": " + linesOfCode(file) + " lines")
                        .toList();
        assertEquals(List.of(), tooLong, "split these");
    }

    @Test
    void every_exported_package_says_what_it_is_for() throws IOException {
        for (String module :
                List.of(
                        "spi",
                        "core",
                        "tck",
                        "descriptors",
                        "loop-sim",
                        "loop-select",
                        "loop-netty",
                        "loop-epoll",
                        "loop-iouring",
                        "loop-kqueue",
                        "loop-vertx",
                        "loop-windows-iocp",
                        "junit")) {
            ModuleDescriptor descriptor = descriptor(module);
            for (ModuleDescriptor.Exports exports : descriptor.exports()) {
                Path file =
                        ROOT.resolve(module)
                                .resolve("src/main/java")
                                .resolve(exports.source().replace('.', '/'))
                                .resolve("package-info.java");
                assertTrue(Files.exists(file), file + " is missing");
            }
        }
    }

    @Test
    void module_descriptors_are_as_agreed() throws IOException {
        String found =
                Stream.of(
                                "spi",
                                "core",
                                "tck",
                                "descriptors",
                                "loop-sim",
                                "loop-select",
                                "loop-netty",
                                "loop-epoll",
                                "loop-iouring",
                                "loop-kqueue",
                                "loop-vertx",
                                "loop-windows-iocp",
                                "junit")
                        .map(HouseRulesTest::describe)
                        .collect(Collectors.joining("\n"));
        String agreed =
                new String(
                        HouseRulesTest.class.getResourceAsStream("/modules.txt").readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(agreed.strip(), found.strip(), "the architecture is drawn in modules.txt");
    }

    /// What stays in the sources.
    private static final Set<String> NOT_PUBLISHED =
            Set.of(
                    "bom",
                    "launcher",
                    "examples",
                    "beer",
                    "integration",
                    "benchmarks",
                    "site",
                    "kotlin");

    @Test
    void the_list_of_versions_has_every_artifact_that_is_published() throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        var published = new TreeSet<String>();
        all(parent, "<module>(.+)</module>")
                .filter(module -> !NOT_PUBLISHED.contains(module))
                .forEach(module -> published.add("anyloop-" + module));
        String listed = bom.substring(bom.indexOf("<dependencyManagement>"));
        assertEquals(
                published,
                all(listed, "<artifactId>(.+)</artifactId>")
                        .collect(Collectors.toCollection(TreeSet::new)));
        String version = "<version>(.+)</version>";
        assertEquals(all(parent, version).findFirst(), all(bom, version).findFirst());
    }

    /// Made by commands, each of which says itself what its page is.
    private static final Set<String> MADE = Set.of("behaviours.md", "compatibility-cuts.md");

    @Test
    void each_page_says_first_for_whom_it_is() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            List<String> silent =
                    files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !MADE.contains(file.getFileName().toString()))
                            .filter(file -> !firstParagraph(file).startsWith("For "))
                            .map(file -> file.getFileName().toString())
                            .toList();
            assertEquals(List.of(), silent, "begin with: For whoever ...");
        }
    }

    private static String firstParagraph(Path page) {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.skip(1).filter(line -> !line.isBlank()).findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> all(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
    }

    private static String describe(String module) {
        ModuleDescriptor descriptor = descriptor(module);
        var lines = new TreeSet<String>();
        descriptor.requires().stream()
                .filter(requires -> !requires.name().equals("java.base"))
                .forEach(requires -> lines.add("  requires " + requires.name()));
        descriptor.exports().forEach(exports -> lines.add("  exports " + exports.source()));
        descriptor.uses().forEach(uses -> lines.add("  uses " + uses));
        descriptor
                .provides()
                .forEach(p ->
                        lines.add(
                                "  provides %s with %s"
                                        .formatted(p.service(), new TreeSet<>(p.providers()))));
        return descriptor.name() + "\n" + String.join("\n", lines);
    }

    private static ModuleDescriptor descriptor(String module) {
        Path classes = ROOT.resolve(module).resolve("target/classes");
        return ModuleFinder.of(classes).findAll().iterator().next().descriptor();
    }

    private static Stream<Path> sources() throws IOException {
        return Files.walk(ROOT)
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.toString().contains("/target/"));
    }

    private static long linesOfCode(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .filter(line -> !line.startsWith("//") && !line.startsWith("import "))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
