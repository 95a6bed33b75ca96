package io.anyloop.tck.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What each rule says: the table of `spi/RULES.md`, which is packed beside this class.
final class RuleTexts {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\| (.+?) \\|");
    private static final Map<String, String> ALL = read();

    private RuleTexts() {}

    private static Map<String, String> read() {
        try (var in = RuleTexts.class.getResourceAsStream("RULES.md")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ROW.matcher(table)
                    .results()
                    .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param rule its number
    /// @return its text; empty where there is no such rule
    static Optional<String> of(String rule) {
        return Optional.ofNullable(ALL.get(rule));
    }
}
