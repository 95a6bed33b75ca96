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
                    Count.JITTER_MILLIS);

    private CutPage() {}

    /// @param rows what came out
    /// @param setting how the runs were made, in a few words
    static String of(List<Row> rows, String setting) {
        var lines = new ArrayList<String>();
        lines.add("## " + setting);
        lines.add("");
        lines.add(
                "| library | loop | rounds | cut off | wrong answers | uncut calls that failed | cuts that came as something else | overruns | connections missing | left over | hung | blocks with the Timeout suppressed | latest, ms | jitter, ms |");
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
