package io.anyloop.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All that came of a run, written to a file: as a page (`.html`), as text (`.md`), as `.json`, or as `.xml` in the form that JUnit's
/// reports have.
final class Report {
    private static final List<String> FORMS = List.of("html", "md", "json", "xml");

    /// What came of one case.
    enum Status {
        PASSED,
        FAILED,
        NOT_APPLICABLE
    }

    /// One case on one loop.
    ///
    /// @param text why it failed, or does not apply; empty where it passed
    record Case(
            String loop, String area, String name, Status status, double seconds, String text) {}

    private final Path file;
    private final String form;
    private final List<Case> cases = new ArrayList<>();

    /// @throws IllegalArgumentException if the name of the file tells no form that there is
    Report(Path file) {
        this.file = file;
        String name = file.getFileName().toString();
        form = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!FORMS.contains(form)) {
            throw new IllegalArgumentException(
                    "--report %s: the end of the name tells the form; give .html, .md, .json or .xml."
                            .formatted(file));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "--report %s: there is no directory %s; make it first."
                            .formatted(file, folder));
        }
    }

    void add(String loop, Area area, AreaResult result) {
        result.cases()
                .forEach(one ->
                        cases.add(
                                new Case(
                                        loop,
                                        area.name(),
                                        one.name(),
                                        one.status(),
                                        one.seconds(),
                                        one.text())));
    }

    void write() throws IOException {
        Files.writeString(
                file,
                switch (form) {
                    case "html" -> new HtmlReport(this).text();
                    case "md" -> markdown();
                    case "json" -> json();
                    default -> xml();
                });
    }

    List<Case> cases() {
        return cases;
    }

    List<Case> failures() {
        return cases.stream().filter(one -> one.status() == Status.FAILED).toList();
    }

    long count(Status status) {
        return cases.stream().filter(one -> one.status() == status).count();
    }

    String sum() {
        return "%d passed, %d failed, %d not applicable"
                .formatted(
                        count(Status.PASSED), count(Status.FAILED), count(Status.NOT_APPLICABLE));
    }

    /// Where it was run.
    static Map<String, String> environment() {
        var all = new LinkedHashMap<String, String>();
        all.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
        all.put(
                "system",
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        all.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return all;
    }

    private String markdown() {
        var text = new StringBuilder("# Contracts of event loops\n\n" + sum() + "\n\n");
        environment().forEach((name, value) -> text.append("- %s: %s\n".formatted(name, value)));
        text.append("\n| loop | area | case | | s |\n|---|---|---|---|---|\n");
        for (Case one : cases) {
            text.append(
                    "| %s | %s | %s | %s | %s |\n"
                            .formatted(one.loop(), one.area(), one.name(), why(one), seconds(one)));
        }
        for (Case one : failures()) {
            text.append(
                    "\n## %s on %s\n\n```\n%s\n```\n"
                            .formatted(one.name(), one.loop(), one.text().strip()));
        }
        return text.toString();
    }

    private static String why(Case one) {
        return one.status() == Status.NOT_APPLICABLE ? words(one) + ": " + one.text() : words(one);
    }

    static String words(Case one) {
        return one.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String seconds(Case one) {
        return String.format(Locale.ROOT, "%.3f", one.seconds());
    }

    private String json() {
        var text = new StringBuilder("{\n  \"environment\": {");
        String comma = "";
        for (var entry : environment().entrySet()) {
            text.append(comma)
                    .append(
                            "\n    %s: %s"
                                    .formatted(quoted(entry.getKey()), quoted(entry.getValue())));
            comma = ",";
        }
        text.append(
                "\n  },\n  \"passed\": %d,\n  \"failed\": %d,\n  \"notApplicable\": %d,\n  \"cases\": ["
                        .formatted(
                                count(Status.PASSED),
                                count(Status.FAILED),
                                count(Status.NOT_APPLICABLE)));
        comma = "";
        for (Case one : cases) {
            text.append(comma)
                    .append(
                            "\n    {\"loop\": %s, \"area\": %s, \"case\": %s, \"status\": %s, \"seconds\": %s, \"text\": %s}"
                                    .formatted(
                                            quoted(one.loop()),
                                            quoted(one.area()),
                                            quoted(one.name()),
                                            quoted(words(one)),
                                            seconds(one),
                                            quoted(one.text())));
            comma = ",";
        }
        return text.append("\n  ]\n}\n").toString();
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' ? "\\u%04x".formatted((int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }

    private String xml() {
        var text =
                new StringBuilder(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"anyloop tck\" tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n"
                                .formatted(
                                        cases.size(),
                                        count(Status.FAILED),
                                        count(Status.NOT_APPLICABLE)));
        for (Case one : cases) {
            text.append(
                    "  <testcase classname=\"%s\" name=\"%s\" time=\"%s\">"
                            .formatted(
                                    escaped(one.loop() + "." + one.area()),
                                    escaped(one.name()),
                                    seconds(one)));
            switch (one.status()) {
                case FAILED -> text.append("<failure>%s</failure>".formatted(escaped(one.text())));
                case NOT_APPLICABLE ->
                        text.append("<skipped message=\"%s\"/>".formatted(escaped(one.text())));
                case PASSED -> {}
            }
            text.append("</testcase>\n");
        }
        return text.append("</testsuite>\n").toString();
    }

    /// For a page, and for XML, where most of what is below a space may not occur at all.
    static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
