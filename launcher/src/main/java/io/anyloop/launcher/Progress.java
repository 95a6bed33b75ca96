package io.anyloop.launcher;

import java.io.Console;
import java.io.PrintWriter;

/// The line that says what is run at the moment, for somebody who looks on. Each line takes the place of the one before, and
/// the last is wiped off. Where the output is no terminal there is none.
final class Progress {
    /// What fits into the narrowest terminal, which would else begin another line.
    private static final int WIDTH = 78;

    private final PrintWriter out;
    private final boolean isShown;
    private boolean isThere;

    Progress(PrintWriter out, boolean isShown) {
        this.out = out;
        this.isShown = isShown;
    }

    static Progress onTerminal(PrintWriter out) {
        Console console = System.console();
        return new Progress(out, console != null && console.isTerminal());
    }

    /// @param area what is run, and of it the case with a number
    void show(String area, int number, long all, int failed, String name) {
        String line =
                "  %s %d of %d%s: %s"
                        .formatted(
                                area,
                                number,
                                Math.max(number, all),
                                failed == 0 ? "" : ", " + failed + " failed",
                                name);
        put(line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line);
    }

    private void put(String line) {
        if (isShown) {
            out.print("\r" + line + " ".repeat(WIDTH - line.length()));
            out.flush();
            isThere = true;
        }
    }

    /// Wipes it off, before something else is printed.
    void clear() {
        if (isThere) {
            put("");
            out.print("\r");
            out.flush();
            isThere = false;
        }
    }
}
