package io.anyloop.integration.cuts;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/// The counts of a run, and an example of each failure. Used by greenlets of one hub; at the end, or when there is none, by
/// whoever writes it down.
final class Tally {
    private static final int EXAMPLE_LENGTH = 400;

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<Count, String> examples = new EnumMap<>(Count.class);

    void add(Count count) {
        add(count, 1);
    }

    void add(Count count, long more) {
        counts.merge(count, more, Long::sum);
    }

    void atLeast(Count count, long value) {
        counts.merge(count, value, Math::max);
    }

    /// A failure.
    void add(Count count, String what, Throwable cause) {
        add(count);
        examples.putIfAbsent(count, what + ": " + chain(cause));
    }

    void example(Count count, String text) {
        examples.putIfAbsent(count, text);
    }

    long get(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    String example(Count count) {
        return examples.getOrDefault(count, "");
    }

    private static String chain(Throwable cause) {
        var text = new StringBuilder();
        for (Throwable e = cause; e != null && text.length() < EXAMPLE_LENGTH; e = e.getCause()) {
            text.append(text.isEmpty() ? "" : " <- ")
                    .append(e.toString().lines().findFirst().orElse(""));
        }
        return text.length() > EXAMPLE_LENGTH
                ? text.substring(0, EXAMPLE_LENGTH) + " ..."
                : "" + text;
    }

    void write(Path file) throws IOException {
        var properties = new Properties();
        counts.forEach((count, value) -> properties.setProperty(count.name(), "" + value));
        examples.forEach((count, text) -> properties.setProperty(count.name() + ".example", text));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    static Tally read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        var tally = new Tally();
        for (Count count : Count.values()) {
            tally.add(count, Long.parseLong(properties.getProperty(count.name(), "0")));
            String example = properties.getProperty(count.name() + ".example");
            if (example != null) {
                tally.example(count, example);
            }
        }
        return tally;
    }

    @Override
    public String toString() {
        return counts + (examples.isEmpty() ? "" : " " + examples);
    }
}
