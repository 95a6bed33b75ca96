package io.anyloop.vertx;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The system properties that set options of hubs where the program does not.
final class HubProperties {
    private static final String PREFIX = "anyloop.vertx.";
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private HubProperties() {}

    /// A duration, zero or more.
    ///
    /// @param option the property's name after `anyloop.vertx.`
    /// @return empty if it is not set
    /// @throws IllegalArgumentException if it is no duration
    static Optional<Duration> duration(String option) {
        String value = System.getProperty(PREFIX + option);
        return value == null ? Optional.empty() : Optional.of(parsed(option, value));
    }

    private static Duration parsed(String option, String value) {
        Matcher matcher = SHORT.matcher(value);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
        try {
            Duration duration = Duration.parse(value.toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, with the property's name.
        }
        throw new IllegalArgumentException(
                "The system property %s%s is '%s', which is no duration of zero or more. Write it as 500ms, 5s, 2m, 1h or PT1.5S."
                        .formatted(PREFIX, option, value));
    }
}
