package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.launcher.AreaResult.Failure;
import io.anyloop.tck.setup.CaseHung;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final int MANY = 100;

    @Test
    void a_failure_is_cut_after_some_lines_and_a_hang_is_shown_whole() {
        String text = "a line\n".repeat(MANY);
        assertEquals(12, linesOf(new AssertionError(text)));
        assertEquals(MANY, linesOf(new CaseHung(text)));
    }

    private static long linesOf(Throwable failure) {
        var out = new StringWriter();
        var area = Area.named(List.of("Timers")).getFirst();
        var failures = List.of(new Failure("a case", failure));
        new Verdict(new PrintWriter(out), false)
                .add(area, new AreaResult(0, failures, Map.of(), 0, List.of()));
        return out.toString().lines().filter(line -> line.equals("      a line")).count();
    }
}
