package io.anyloop.launcher.soak;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Rounds of hubs that do everything at once, until the time is up or a promise is broken.
///
/// @param parts what is soaked
/// @param length for how long
/// @param round how long each round is
/// @param bound what may be late by how much, beside the pauses of the machine
/// @param seed every choice comes from it
/// @param out hears of each round
public record Soak(
        Parts parts, Duration length, Duration round, Duration bound, long seed, PrintWriter out) {

    /// Each so many rounds there are no descriptors now and then.
    private static final int SCARCE = 4;

    /// Until all classes are there and tables have grown.
    private static final int WARM_UP = 2;

    /// Runs.
    ///
    /// @return the promises that were broken; empty if none was
    /// @throws Exception if it cannot go on
    public List<String> run() throws Exception {
        Scarcity.prepare();
        var choices = new SplittableRandom(seed);
        long end = System.nanoTime() + length.toNanos();
        try (var ledger = new Ledger(bound)) {
            Remains before = null;
            for (int i = 0; i <= WARM_UP || System.nanoTime() - end < 0; i++) {
                boolean isScarce = i > WARM_UP && i % SCARCE == 0;
                new Round(parts, ledger, choices.split(), round, isScarce).play();
                if (before != null) {
                    before.check(ledger);
                }
                out.printf("%s%n", ledger);
                out.flush();
                if (ledger.awaitBroken(Duration.ZERO)) {
                    break;
                }
                before = i + 1 == WARM_UP ? new Remains() : before;
            }
            return ledger.broken();
        }
    }
}
