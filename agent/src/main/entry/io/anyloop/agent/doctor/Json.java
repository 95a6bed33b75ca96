package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The report for programs:
///
/// ```
/// {"doctor": 1, "version": "0.1.0", "well": false,
///  "java": {"version": "25.0.3+9", ...}, ...            a section of facts
///  "loops": [{"name": "select", "state": "opens", "note": null}, ...], ...   a section of things
///  "findings": [{"id": "java-too-old", "wrong": true, "seen": "...", "remedy": "..."}, ...]}
/// ```
///
/// What could not be told is null. `doctor` is the number of this shape; it changes when a name changes or goes, not when one comes.
final class Json {
    private static final int SHAPE = 1;

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String of(String version, Report report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("doctor", SHAPE);
        all.put("version", version);
        all.put("well", report.isWell());
        for (Section section : report.sections) {
            all.put(section.name, section.isList() ? things(section) : section.facts);
        }
        List<Object> findings = new ArrayList<>();
        for (Report.Finding finding : report.findings) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", finding.id);
            one.put("wrong", finding.isWrong);
            one.put("seen", finding.seen);
            one.put("remedy", finding.remedy);
            findings.add(one);
        }
        all.put("findings", findings);
        Json json = new Json();
        json.value(all, "\n");
        return json.text.append(System.lineSeparator()).toString();
    }

    private static List<Object> things(Section section) {
        List<Object> all = new ArrayList<>();
        for (Section.Thing thing : section.things) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", thing.name);
            one.put("state", thing.state);
            one.put("note", thing.note);
            all.add(one);
        }
        return all;
    }

    private void value(Object value, String newLine) {
        if (value instanceof Map) {
            object((Map<?, ?>) value, newLine);
        } else if (value instanceof List) {
            list((List<?>) value, newLine);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> object, String newLine) {
        String before = "{";
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            text.append(before).append(newLine).append("  ");
            string(entry.getKey().toString());
            text.append(": ");
            value(entry.getValue(), newLine + "  ");
            before = ",";
        }
        text.append(object.isEmpty() ? "{}" : newLine + "}");
    }

    private void list(List<?> list, String newLine) {
        String before = "[";
        for (Object element : list) {
            text.append(before).append(newLine).append("  ");
            value(element, newLine + "  ");
            before = ",";
        }
        text.append(list.isEmpty() ? "[]" : newLine + "]");
    }

    private void string(String string) {
        text.append('"');
        for (char c : string.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
