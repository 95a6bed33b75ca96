package io.anyloop.integration.cuts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page that shows what came out.
final class CutPage {
    private static final List<Count> COLUMNS =
            List.of(
                    Count.ROUNDS,
                    Count.CUT,
                    Count.WRONG,
                    Count.UNCUT_FAILED,
                    Count.LOST,
                    Count.OVERRUN,
                    Count.MISSING,
                    Count.LEFT,
                    Count.HUNG,
                    Count.BLOCK_OTHER,
                    Count.LATEST_MILLIS,
                    Count.UNCUT_MILLIS,
                    Count.JITTER_MILLIS);

    private static final String HEAD =
            """
            # Cut off in the middle of other people's libraries

            Client libraries as they are published, in greenlets, against real servers on the same machine. Some greenlets more than there are connections ask for a number of their own, again and again. Two thirds of the calls are cut off at a random moment, or would be if they took longer: by `Timeout.call`, `Timeout.callOr`, a block, or a kill. A third is left alone. Each row is a virtual machine of its own. `CutMatrixTest` in `integration` makes this page. Servers are in [servers and clients](servers-and-clients.md).

            What is counted, and has to be zero:

            - *wrong answers*: somebody read the answer to a question of somebody else.
            - *uncut calls that failed*: or that failed before their time was up.
            - *cuts that came as something else*: `Timeout.call` did not throw its Timeout, `callOr` did not return its value, a killed greenlet ended with another exception.
            - *overruns*: more than 100 ms late, without the time for which a thread of the platform was held up meanwhile, or the hub's own stood in line for a processor (the longer of the two).
            - *connections missing*: at the end all connections are borrowed at once, and asked.
            - *left over*: after the client was closed: sockets of this process, connections that the server still holds, greenlets.
            - *hung*: it did not come to an end.

            Not wrong: a block cannot replace what its body throws; its Timeout is then among the suppressed exceptions. *Latest* is the longest that anybody was late, *jitter* the latest that a thread of the platform woke from a sleep of a millisecond.

            """;

    private CutPage() {}

    /// @param rows what came out
    /// @param setting how the runs were made, in a few words
    static String of(List<Row> rows, String setting) {
        var lines = new ArrayList<String>();
        lines.add(HEAD + "## " + setting);
        lines.add("");
        lines.add(
                "| library | loop | rounds | cut off | wrong answers | uncut calls that failed | cuts that came as something else | overruns | connections missing | left over | hung | blocks with the Timeout suppressed | latest, ms | longest uncut call, ms | jitter, ms |");
        lines.add("|---|---|" + "--:|".repeat(COLUMNS.size()));
        for (Row row : rows) {
            var line = new StringBuilder("| " + row.subject() + " | " + row.loop() + " |");
            for (Count count : COLUMNS) {
                line.append(' ').append(cell(row.tally(), count)).append(" |");
            }
            lines.add(line.toString());
        }
        lines.add("");
        long right = rows.stream().filter(Row::isRight).count();
        lines.add("%d of %d rows are right.".formatted(right, rows.size()));
        addExamples(lines, rows);
        return String.join("\n", lines) + "\n";
    }

    private static String cell(Tally tally, Count count) {
        long value = tally.get(count);
        String text = String.format(Locale.ROOT, "%,d", value);
        return count.isFailure() && value > 0 ? "**" + text + "**" : text;
    }

    private static void addExamples(List<String> lines, List<Row> rows) {
        List<String> examples = new ArrayList<>();
        for (Row row : rows) {
            for (Count count : Count.values()) {
                String example = row.tally().example(count);
                if (count.isFailure() && !example.isEmpty()) {
                    examples.add(
                            "- %s on %s, %s: `%s`"
                                    .formatted(
                                            row.subject(),
                                            row.loop(),
                                            name(count),
                                            example.replace('`', '\'')));
                }
            }
        }
        if (!examples.isEmpty()) {
            lines.addAll(List.of("", "One example of each failure:", ""));
            lines.addAll(examples);
        }
    }

    private static String name(Count count) {
        return count.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
