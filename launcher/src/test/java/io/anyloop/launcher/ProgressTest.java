package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String NOTHING = " ".repeat(78);

    private final StringWriter out = new StringWriter();

    private Progress progress(boolean isShown) {
        return new Progress(new PrintWriter(out), isShown);
    }

    @Test
    void each_line_takes_the_place_of_the_one_before_and_the_last_is_wiped_off() {
        var progress = progress(true);
        progress.show("Rules", 1, 2, 0, "a_case()");
        progress.show("Rules", 2, 2, 1, "another()");
        progress.clear();
        assertEquals(
                "\r"
                        + line("  Rules 1 of 2: a_case()")
                        + "\r"
                        + line("  Rules 2 of 2, 1 failed: another()")
                        + "\r"
                        + NOTHING
                        + "\r",
                out.toString());
    }

    @Test
    void a_long_line_is_cut_so_that_it_stays_one() {
        progress(true).show("Rules", 1, 1, 0, "x".repeat(100));
        assertEquals(1 + 78, out.toString().length());
        assertEquals("x...", out.toString().substring(75));
    }

    @Test
    void where_nobody_looks_on_nothing_is_printed() {
        var progress = progress(false);
        progress.show("Rules", 1, 1, 0, "a_case()");
        progress.clear();
        assertEquals("", out.toString());
    }

    private static String line(String text) {
        return text + " ".repeat(78 - text.length());
    }
}
