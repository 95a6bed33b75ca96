package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BehavioursTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "behaviours.md");
    private static final Path RULES = Path.of("..", "docs", "cut-off.md");

    /// How many there are of each letter: none may get lost.
    private static final Map<String, Integer> COUNTS =
            Map.ofEntries(
                    Map.entry("G", 22),
                    Map.entry("J", 12),
                    Map.entry("L", 12),
                    Map.entry("K", 31),
                    Map.entry("W", 16),
                    Map.entry("H", 39),
                    Map.entry("T", 30),
                    Map.entry("E", 12),
                    Map.entry("A", 14),
                    Map.entry("S", 26),
                    Map.entry("Q", 26),
                    Map.entry("P", 25),
                    Map.entry("V", 21),
                    Map.entry("N", 36),
                    Map.entry("X", 14),
                    Map.entry("C", 5),
                    Map.entry("M", 11),
                    Map.entry("Y", 13),
                    Map.entry("B", 27));

    @Test
    void every_behaviour_has_a_case_or_an_owner_or_a_reason() {
        assertEquals("", String.join("\n", Behaviours.current().mistakes()));
    }

    @Test
    void no_behaviour_is_in_progress() {
        assertEquals("", String.join(" ", Behaviours.current().inProgress()));
    }

    @Test
    void the_list_has_each_number_once_and_without_gaps() {
        var last = new TreeMap<String, Integer>();
        for (Behaviour behaviour : Behaviour.all()) {
            int next = last.merge(Behaviour.letters(behaviour.number()), 1, Integer::sum);
            assertEquals(
                    "%s-%02d".formatted(Behaviour.letters(behaviour.number()), next),
                    behaviour.number());
        }
        assertEquals(new TreeMap<>(COUNTS), last);
    }

    @Test
    void the_document_is_up_to_date() throws Exception {
        String written = Files.readString(DOCUMENT);
        assertEquals(
                Behaviours.table(),
                written,
                "docs/behaviours.md is out of date. Run ./anyloop tck --behaviours >"
                        + " docs/behaviours.md");
    }

    @Test
    void each_rule_about_being_cut_off_names_its_cases() throws Exception {
        List<String> rules =
                Files.readAllLines(RULES).stream()
                        .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
                        .filter(line -> !line.endsWith("| cases |"))
                        .toList();
        assertEquals(27, rules.size(), rules::toString);
        Set<String> known = Behaviours.current().withCases();
        for (String rule : rules) {
            String cases = rule.substring(rule.lastIndexOf(" | ") + 3, rule.length() - 2);
            for (String number : cases.split(", ")) {
                assertTrue(known.contains(number), () -> number + " has no case: " + rule);
            }
        }
    }

    // ------------------------------------------------- the check itself, on a list of one

    abstract static class Sample {
        @Test
        abstract void g01_one();

        @Test
        abstract void g02_zz01_two_at_once();

        void g03_a_method_that_is_no_case() {}

        @Test
        abstract void without_a_number();
    }

    private static List<String> mistakes(Behaviour... behaviours) {
        return new Behaviours(List.of(behaviours), Stream.of(Sample.class)).mistakes();
    }

    private static Behaviour behaviour(String number, String note) {
        return new Behaviour("Area", number, "C", "statement", note);
    }

    @Test
    void a_list_without_mistakes_is_accepted() {
        assertEquals(
                List.of(),
                mistakes(
                        behaviour("G-01", ""),
                        behaviour("G-02", ""),
                        behaviour("G-03", "later: sockets"),
                        behaviour("G-04", "not here: because"),
                        behaviour("G-05", "in progress")));
    }

    @Test
    void each_mistake_is_found() {
        assertFound(
                "G-03 has no case; write one",
                behaviour("G-01", ""),
                behaviour("G-02", ""),
                behaviour("G-03", ""));
        assertFound(
                "G-03 has no case; write one",
                behaviour("G-01", ""),
                behaviour("G-02", ""),
                behaviour("G-03", "later: "));
        assertFound(
                "G-02 has a case and is marked \"later: sockets\"",
                behaviour("G-01", ""),
                behaviour("G-02", "later: sockets"));
        assertFound(
                "G-02 has a case and is marked \"in progress\"",
                behaviour("G-01", ""),
                behaviour("G-02", "in progress"));
        assertFound("G-02 is not in behaviours.tsv", behaviour("G-01", ""));
        assertFound(
                "G-01 is listed twice",
                behaviour("G-01", ""),
                behaviour("G-01", ""),
                behaviour("G-02", ""));
    }

    private static void assertFound(String mistake, Behaviour... behaviours) {
        List<String> found = mistakes(behaviours);
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).startsWith(mistake), found::toString);
    }
}
