package io.anyloop.launcher;

import static io.anyloop.launcher.Report.escaped;

import io.anyloop.launcher.Report.Case;
import io.anyloop.launcher.Report.Status;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A report as a page for a person: the failures first, then cases and loops as a table. Stands alone: no scripts, and nothing is loaded.
final class HtmlReport {
    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#222;background:#fff}
            table{border-collapse:collapse}td,th{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #ddd}
            .scroll{overflow-x:auto}.badge{color:#fff;border-radius:.3rem;padding:.2rem .6rem;font-weight:600}
            .good{background:#1a7f37}.bad{background:#b42318}td.failed{color:#b42318;font-weight:600}td.na{color:#767676}
            td.name{min-width:14rem}td.result{white-space:nowrap}pre{overflow-x:auto;background:#f6f6f6;padding:.7rem}
            """;

    private final Report report;

    HtmlReport(Report report) {
        this.report = report;
    }

    String text() {
        boolean isGood = report.failures().isEmpty();
        var page = new StringBuilder();
        page.append(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Contracts of event loops</title><style>\n%s</style></head><body>\n"
                        .formatted(STYLE));
        page.append("<h1>Contracts of event loops</h1>\n");
        page.append(
                "<p><span class=\"badge %s\">%s</span> %s</p>\n"
                        .formatted(
                                isGood ? "good" : "bad",
                                isGood ? "passed" : "failed",
                                report.sum()));
        page.append("<table>\n");
        Report.environment()
                .forEach((name, value) ->
                        page.append(
                                "<tr><th>%s</th><td>%s</td></tr>\n"
                                        .formatted(name, escaped(value))));
        page.append("</table>\n");
        failures(page);
        cases(page);
        return page.append("</body></html>\n").toString();
    }

    private void failures(StringBuilder page) {
        int number = 0;
        page.append(report.failures().isEmpty() ? "" : "<h2>Failures</h2>\n");
        for (Case one : report.failures()) {
            page.append(
                    "<h3 id=\"failure-%d\">%s on %s</h3>\n<pre>%s</pre>\n<p><a href=\"#cases\">all cases</a></p>\n"
                            .formatted(
                                    ++number,
                                    escaped(inWords(one.name())),
                                    escaped(one.loop()),
                                    escaped(one.text().strip())));
        }
    }

    private void cases(StringBuilder page) {
        Set<String> loops = new LinkedHashSet<>();
        // Under area and name; then what came of it on each loop, the worst of all runs. JUnit's
        // order tells nothing.
        Map<Row, Map<String, Case>> rows = new TreeMap<>(Row.ORDER);
        List<String> areas = report.cases().stream().map(Case::area).distinct().toList();
        for (Case one : report.cases()) {
            loops.add(one.loop());
            var row = new Row(areas.indexOf(one.area()), inWords(one.name()));
            rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                    .merge(one.loop(), one, HtmlReport::worse);
        }
        page.append(
                "<h2 id=\"cases\">Cases</h2>\n<div class=\"scroll\"><table>\n<tr><th>area</th><th>case</th>");
        loops.forEach(loop -> page.append("<th>%s</th>".formatted(escaped(loop))));
        page.append("</tr>\n");
        rows.forEach((key, found) -> {
            page.append(
                    "<tr><td>%s</td><td class=\"name\">%s</td>"
                            .formatted(escaped(areas.get(key.area())), escaped(key.name())));
            loops.forEach(loop -> page.append(cell(found.get(loop))));
            page.append("</tr>\n");
        });
        page.append("</table></div>\n");
    }

    /// @param area its place among the areas
    private record Row(int area, String name) {
        private static final Pattern RULE = Pattern.compile("(\\d+)\\.(\\d+) .*");
        private static final Comparator<Row> ORDER =
                Comparator.comparingInt(Row::area)
                        .thenComparingInt(Row::number)
                        .thenComparing(Row::name);

        /// Of rule 2.10, greater than that of rule 2.9; 0 of what is no rule.
        private int number() {
            var rule = RULE.matcher(name);
            return rule.matches()
                    ? 1_000 * Integer.parseInt(rule.group(1)) + Integer.parseInt(rule.group(2))
                    : 0;
        }
    }

    /// Rules as a sentence, as the cases of greenlets are, so that a line may end within it.
    private static String inWords(String name) {
        return name.startsWith("rule_")
                ? name.replaceFirst("^rule_(\\d+)_(\\d+)_", "$1.$2 ")
                        .replace("()", "")
                        .replace('_', ' ')
                : name;
    }

    private static Case worse(Case one, Case other) {
        return other.status() == Status.FAILED ? other : one;
    }

    private String cell(Case one) {
        if (one == null) {
            return "<td></td>";
        }
        return switch (one.status()) {
            case PASSED -> "<td class=\"result\">%s s</td>".formatted(Report.seconds(one));
            case FAILED ->
                    "<td class=\"failed\"><a href=\"#failure-%d\">failed</a></td>"
                            .formatted(report.failures().indexOf(one) + 1);
            case NOT_APPLICABLE ->
                    "<td class=\"na\" title=\"%s\">not applicable</td>"
                            .formatted(escaped(one.text()));
        };
    }
}
