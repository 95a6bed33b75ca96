package io.anyloop.launcher;

import io.anyloop.launcher.AreaResult.Failure;
import io.anyloop.tck.setup.CaseHung;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Prints what comes of each area as soon as it is known, and adds up.
final class Verdict {
    private static final int MOST_LINES = 12;

    private final PrintWriter out;
    private final boolean isVerbose;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int passed;
    private int failed;
    private int notApplicable;

    Verdict(PrintWriter out, boolean isVerbose) {
        this.out = out;
        this.isVerbose = isVerbose;
    }

    boolean isGood() {
        return failed == 0;
    }

    /// How many cases were run so far.
    int count() {
        return passed + failed + notApplicable;
    }

    void begin(Contender contender) {
        var loop = contender.contract().loop();
        // Rule 1.5 is tried below: a loop of no kind is reported, not stumbled over.
        line("%s (%s)", contender.label(), String.valueOf(loop.kind()).toLowerCase(Locale.ROOT));
        reasons.clear();
    }

    void add(Area area, AreaResult result) {
        if (result.isEmpty()) {
            return;
        }
        passed += result.passed();
        failed += result.failures().size();
        notApplicable += result.notApplicableCount();
        result.notApplicable().forEach((reason, n) -> reasons.merge(reason, n, Integer::sum));
        line(
                "  %-16s %4d passed, %3d failed, %3d not applicable %7.1f s",
                area.name(),
                result.passed(),
                result.failures().size(),
                result.notApplicableCount(),
                result.seconds());
        result.failures().forEach(this::failure);
    }

    private void failure(Failure failure) {
        line("    FAILED %s", failure.name());
        // Of a hang only the stacks tell something, and they may not come again.
        boolean isWhole = isVerbose || failure.thrown() instanceof CaseHung;
        text(failure.thrown())
                .lines()
                .limit(isWhole ? Long.MAX_VALUE : MOST_LINES)
                .forEach(text -> line("      %s", text));
    }

    private String text(Throwable thrown) {
        if (!isVerbose) {
            return String.valueOf(thrown.getMessage() == null ? thrown : thrown.getMessage());
        }
        var stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

    void end(double seconds) {
        reasons.forEach((reason, n) -> line("  not applicable, %d: %s", n, reason));
        line("  took %.1f s", seconds);
    }

    void sum() {
        line("%d passed, %d failed, %d not applicable", passed, failed, notApplicable);
    }

    void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
