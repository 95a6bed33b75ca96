package io.anyloop.adopt;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.WhenStuck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What whoever starts a program has asked for.
///
/// @param threads whether its virtual threads come to hubs, too
/// @param pools whether also those of its pools
/// @param loop the loop's name; null for the best there is
/// @param hubs how many
/// @param stall for how long a thread may hold its hub
/// @param tellsAll whether each such thread is told of, also the program's main one
/// @param leave prefixes of the names of classes whose pools stay as they are
/// @param drain for how long servers and greenlets may take to end
record Wishes(
        boolean threads,
        boolean pools,
        String loop,
        int hubs,
        Duration stall,
        boolean tellsAll,
        List<String> leave,
        Duration drain) {
    private static final Set<String> KNOWN =
            Set.of("run", "adopt", "loop", "hubs", "stall", "detect-blocking", "leave", "drain");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Duration STALL = Duration.ofMillis(200);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int MOST_HUBS = 10_000;

    /// @param given by the names of the options; an option without a value has an empty one
    /// @throws IllegalArgumentException if one is unknown, or has no value that it can have
    static Wishes of(Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no option %s. There are: adopt, adopt=pools, loop, hubs, stall, detect-blocking, leave, drain."
                                .formatted(name));
            }
        }
        String adopt = given.get("adopt");
        if (adopt != null && !adopt.isEmpty() && !adopt.equals("pools")) {
            throw new IllegalArgumentException(
                    "The option adopt takes pools, or nothing, not %s.".formatted(adopt));
        }
        String told = given.get("detect-blocking");
        Duration stall = told == null || told.isEmpty() ? STALL : time("detect-blocking", told);
        String leave = given.getOrDefault("leave", "");
        return new Wishes(
                adopt != null,
                "pools".equals(adopt),
                given.get("loop"),
                hubs(given.get("hubs"), adopt != null),
                given.containsKey("stall") ? time("stall", given.get("stall")) : stall,
                told != null,
                leave.isEmpty() ? List.of() : List.of(leave.split(":")),
                given.containsKey("drain") ? time("drain", given.get("drain")) : DRAIN);
    }

    private static int hubs(String given, boolean forThreads) {
        if (given == null) {
            return forThreads ? Runtime.getRuntime().availableProcessors() : 1;
        }
        if (!given.matches("[1-9]\\d{0,4}") || Integer.parseInt(given) > MOST_HUBS) {
            throw new IllegalArgumentException(
                    "The option hubs takes a number from 1 to %d, not %s."
                            .formatted(MOST_HUBS, given));
        }
        return Integer.parseInt(given);
    }

    private static Duration time(String option, String given) {
        Matcher parts = TIME.matcher(given);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The option %s takes a time such as 500ms, 2s or 1m, not %s."
                            .formatted(option, given));
        }
        long count = Long.parseLong(parts.group(1));
        Duration time =
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    default -> Duration.ofMinutes(count);
                };
        if (time.isZero()) {
            throw new IllegalArgumentException(
                    "The option %s takes a time that is more than none.".formatted(option));
        }
        return time;
    }

    /// The options of each hub.
    HubBuilder builder() {
        HubBuilder builder =
                Hub.builder()
                        .stuckLimit(stall)
                        .whenStuck(WhenStuck.HAND_OVER_BUSY)
                        .stuckHandler(new Held(tellsAll));
        return loop == null ? builder : builder.loop(loop);
    }

    /// Whether the pools of a class stay as they are.
    boolean leaves(String type) {
        return leave.stream().anyMatch(type::startsWith);
    }
}
