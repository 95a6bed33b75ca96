package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anyloop.Loops;
import io.anyloop.spi.Availability;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.LoopProvider.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTableTest {
    private static final LoopProvider QUICK =
            new FakeProvider("quick", Kind.DRIVEN, "Linux", 200, Availability.yes());
    private static final LoopProvider GUEST =
            new FakeProvider(
                    "guest",
                    Kind.HOSTED,
                    "every system",
                    0,
                    Availability.no("nobody invites it", "find a host that has a thread to spare"));

    private static LoopTable table(LoopProvider... found) {
        return LoopTable.of(List.of(found), new Loops.Choice(QUICK, "highest priority available"));
    }

    private static LoopTable.Row row(LoopTable table, String loop) {
        return table.rows().stream()
                .filter(row -> row.loop().equals(loop))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_loop_that_was_found_has_its_kind_and_its_systems() {
        LoopTable.Row row = row(table(QUICK, GUEST), "guest");
        assertEquals("hosted", row.kind());
        assertEquals("every system", row.systems());
    }

    @Test
    void a_loop_is_available_or_has_a_reason_and_a_remedy() {
        LoopTable table = table(QUICK, GUEST);
        assertEquals("yes", row(table, "quick").available());
        assertEquals(
                "no: nobody invites it; find a host that has a thread to spare",
                row(table, "guest").available());
    }

    @Test
    void one_loop_is_chosen_and_it_says_why() {
        LoopTable table = table(QUICK, GUEST);
        assertEquals("chosen: highest priority available", row(table, "quick").chosen());
        assertEquals(1, table.rows().stream().filter(row -> !row.chosen().isEmpty()).count());
    }

    @Test
    void loops_stand_in_the_order_in_which_they_were_found() {
        List<String> names = table(QUICK, GUEST).rows().stream().map(LoopTable.Row::loop).toList();
        assertEquals(List.of("quick", "guest"), names);
    }

    @Test
    void long_cells_are_broken_between_words() {
        assertEquals(
                """
                LOOP   KIND    SYSTEMS       AVAILABLE                                CHOSEN
                quick  driven  Linux         yes                                      chosen: highest
                                                                                      priority available
                guest  hosted  every system  no: nobody invites it; find a host that
                                             has a thread to spare
                """,
                table(QUICK, GUEST).toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void a_word_that_is_too_long_makes_its_column_wider() {
        String text = Columns.of(List.of(List.of("abcdefgh ij", "x"), List.of("k", "y")), 4, 4);
        assertFalse(text.contains("\t"));
        assertEquals(List.of("abcdefgh  x", "ij", "k         y"), text.lines().toList());
    }
}
