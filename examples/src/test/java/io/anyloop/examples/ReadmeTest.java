package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The Java code in the README and in docs, and what they show of Maven's files, is what the build runs: before each block stands
/// where it is from,
///
/// ```
/// <!-- from examples/src/main/java/io/anyloop/examples/EchoServer.java region readme -->
/// ```
class ReadmeTest {
    static final Path ROOT = root();
    private static final Pattern SOURCE =
            Pattern.compile("<!-- from (?<file>\\S+) region (?<region>.+) -->");
    private static final String REMEDY =
            "Put a line <!-- from FILE region NAME --> before it, and in that file the code between"
                    + " // @start region=\"NAME\" and // @end; in XML <!-- @start NAME --> and <!-- @end -->.";

    record Block(int line, String source, String code) {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @TestFactory
    Stream<DynamicTest> every_java_block_is_code_that_the_build_runs() throws IOException {
        return checks("java", pages());
    }

    @TestFactory
    Stream<DynamicTest> what_is_shown_of_kotlin_is_what_the_build_runs() throws IOException {
        return checks("kotlin", List.of("docs/kotlin.md"));
    }

    @TestFactory
    Stream<DynamicTest> what_is_shown_of_mavens_files_is_what_the_build_tries() throws IOException {
        return checks("xml", pages());
    }

    private static List<String> pages() throws IOException {
        var pages = new ArrayList<>(List.of("README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> "docs/" + file.getFileName())
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    private static Stream<DynamicTest> checks(String language, List<String> pages)
            throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (String page : pages) {
            for (Block block : blocks(language, Files.readAllLines(ROOT.resolve(page)))) {
                tests.add(
                        DynamicTest.dynamicTest(page + ":" + block.line, () -> check(page, block)));
            }
        }
        return tests.stream();
    }

    private static void check(String page, Block block) throws IOException {
        Matcher source = SOURCE.matcher(block.source);
        String where = "The block in line " + block.line + " of " + page;
        assertTrue(source.matches(), where + " does not say where it is from. " + REMEDY);
        Path file = ROOT.resolve(source.group("file"));
        assertTrue(Files.exists(file), where + " is from a file that is missing: " + file);
        String code = region(Files.readAllLines(file), source.group("region"));
        assertTrue(!code.isBlank(), where + " is from a region that is missing. " + REMEDY);
        assertEquals(code, block.code, where + " is not what " + file + " says.");
    }

    /// The fenced blocks of a language, each with the last line before it that is not empty.
    static List<Block> blocks(String language, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals("```" + language)) {
                int start = i + 1;
                int end = start;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                blocks.add(new Block(start, before, text(lines.subList(start, end))));
                i = end;
            }
            if (!line.isEmpty()) {
                before = line;
            }
        }
        return blocks;
    }

    static String region(List<String> lines, String name) {
        List<String> code = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            String mark = line.strip();
            if (mark.equals("// @start region=\"" + name + "\"")
                    || mark.equals("<!-- @start " + name + " -->")) {
                inside = true;
            } else if (mark.equals("// @end") || mark.equals("<!-- @end -->")) {
                inside = false;
            } else if (inside) {
                code.add(line);
            }
        }
        return text(code);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).stripTrailing().stripIndent().strip();
    }

    @Test
    void a_block_is_found_with_its_source() {
        var lines =
                List.of("<!-- from A.java region r -->", "", "```java", "  a", "   b", "```", "c");
        assertEquals(
                List.of(new Block(3, "<!-- from A.java region r -->", "a\n b")),
                blocks("java", lines));
    }

    @Test
    void a_region_is_found_without_its_indentation() {
        var lines = List.of("x", "  // @start region=\"r\"", "  a", "", "   b", "  // @end", "y");
        assertEquals("a\n\n b", region(lines, "r"));
        assertEquals("", region(lines, "other"));
        assertEquals(
                "<a/>", region(List.of(" <!-- @start r s -->", " <a/>", " <!-- @end -->"), "r s"));
    }
}
