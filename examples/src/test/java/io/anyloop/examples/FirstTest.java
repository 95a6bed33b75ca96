package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The first program of the README, and what the README says that it prints.
class FirstTest {
    private static final List<String> PROMISED = List.of("tick 1", "tick 2", "tick 3", "no answer");

    @Test
    void it_ticks_while_a_read_waits() throws IOException {
        printed(); // what is loaded for the first time takes long on a busy machine
        List<String> lines = printed();
        // A machine that stands still for a second may lose ticks to the limit, or print one after
        // it.
        List<String> ticks = lines.stream().filter(line -> line.startsWith("tick")).toList();
        assertTrue(!ticks.isEmpty(), () -> "nobody ran while the read waited: " + lines);
        assertEquals(PROMISED.subList(0, ticks.size()), ticks, lines::toString);
        assertEquals(1, lines.stream().filter("no answer"::equals).count(), lines::toString);
        assertEquals(ticks.size() + 1, lines.size(), lines::toString);
    }

    @Test
    void the_readme_shows_what_it_prints() throws IOException {
        String readme = Files.readString(ReadmeTest.ROOT.resolve("README.md"));
        assertTrue(readme.contains("```text\n" + String.join("\n", PROMISED) + "\n```"));
    }

    private static List<String> printed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            First.main();
        } finally {
            System.setOut(usual);
        }
        return bytes.toString(UTF_8).lines().toList();
    }
}
