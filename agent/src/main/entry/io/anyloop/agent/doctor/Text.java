package io.anyloop.agent.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The report for people: aligned, in lines that survive a mail.
final class Text {
    private static final int WIDTH = 88;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Text() {}

    static String of(String heading, Report report) {
        Text text = new Text();
        text.line(heading);
        for (Section section : report.sections) {
            text.section(section);
        }
        text.findings("Not well", "Do: ", report.findings(true));
        text.findings("Worth knowing", "", report.findings(false));
        text.line("");
        text.line(verdict(report));
        return text.text.toString();
    }

    private static String verdict(Report report) {
        int wrong = report.findings(true).size();
        return wrong == 0
                ? "All is well."
                : wrong + (wrong == 1 ? " thing is" : " things are") + " not well; see above.";
    }

    private void section(Section section) {
        line("");
        line(section.title);
        if (section.isList()) {
            things(section.things);
        } else {
            facts(section.facts);
        }
    }

    private void facts(Map<String, Object> facts) {
        int names = 0;
        for (String name : facts.keySet()) {
            names = Math.max(names, words(name).length());
        }
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            wrapped(INDENT + padded(words(fact.getKey()), names) + INDENT, text(fact.getValue()));
        }
    }

    private void things(List<Section.Thing> things) {
        int names = 0;
        int states = 0;
        for (Section.Thing thing : things) {
            names = Math.max(names, thing.name.length());
            states = Math.max(states, thing.state.length());
        }
        for (Section.Thing thing : things) {
            wrapped(
                    INDENT
                            + padded(thing.name, names)
                            + INDENT
                            + padded(thing.state, states)
                            + INDENT,
                    thing.note == null ? "" : thing.note);
        }
        if (things.isEmpty()) {
            line(INDENT + "none");
        }
    }

    private void findings(String title, String before, List<Report.Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        line("");
        line(title);
        for (int i = 0; i < findings.size(); i++) {
            String number = INDENT + (i + 1) + ". ";
            wrapped(number, findings.get(i).seen);
            wrapped(padded("", number.length()), before + findings.get(i).remedy);
        }
    }

    private static String text(Object value) {
        if (value instanceof Boolean) {
            return (Boolean) value ? "yes" : "no";
        }
        if (value instanceof List) {
            StringBuilder all = new StringBuilder();
            for (Object one : (List<?>) value) {
                all.append(all.length() == 0 ? "" : " ").append(one);
            }
            return all.length() == 0 ? "none" : all.toString();
        }
        return value == null ? "not known" : value.toString();
    }

    /// `openFiles` as `open files`.
    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String padded(String text, int width) {
        StringBuilder padded = new StringBuilder(text);
        while (padded.length() < width) {
            padded.append(' ');
        }
        return padded.toString();
    }

    /// Breaks between words; what follows the first line begins where that began.
    private void wrapped(String first, String words) {
        StringBuilder line = new StringBuilder(first);
        boolean isBroken = true;
        for (String word : words.split(" ", -1)) {
            if (!isBroken && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(padded("", first.length()));
                isBroken = true;
            }
            line.append(isBroken ? "" : " ").append(word);
            isBroken = false;
        }
        line(line.toString());
    }

    private void line(String line) {
        text.append(line.replaceAll("\\s+$", "")).append(System.lineSeparator());
    }
}
