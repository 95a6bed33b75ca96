package io.anyloop.benchmarks;

import java.util.Iterator;
import java.util.Map;

/// Writes maps, lists, text, numbers and truth values as JSON.
final class Json {
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /// The text of a value, with a line for each member.
    ///
    /// @throws IllegalArgumentException if JSON has no such value
    static String text(Object value) {
        Json json = new Json();
        json.write(value, "");
        return json.out.append('\n').toString();
    }

    private void write(Object value, String indent) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> writeMap(map, indent);
            case Iterable<?> list -> writeList(list, indent);
            case CharSequence text -> writeText(text);
            case Boolean truth -> out.append(truth);
            case Double number when !Double.isFinite(number) ->
                    throw new IllegalArgumentException("JSON has no number " + number + ".");
            case Number number -> out.append(number);
            default ->
                    throw new IllegalArgumentException(
                            "JSON has no %s.".formatted(value.getClass().getName()));
        }
    }

    private void writeMap(Map<?, ?> map, String indent) {
        String inner = indent + STEP;
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> rest = map.entrySet().iterator();
                rest.hasNext(); ) {
            Map.Entry<?, ?> member = rest.next();
            out.append('\n').append(inner);
            writeText(member.getKey().toString());
            out.append(": ");
            write(member.getValue(), inner);
            out.append(rest.hasNext() ? "," : "\n" + indent);
        }
        out.append('}');
    }

    private void writeList(Iterable<?> list, String indent) {
        String inner = indent + STEP;
        out.append('[');
        for (Iterator<?> rest = list.iterator(); rest.hasNext(); ) {
            out.append('\n').append(inner);
            write(rest.next(), inner);
            out.append(rest.hasNext() ? "," : "\n" + indent);
        }
        out.append(']');
    }

    private void writeText(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
