package io.anyloop.agent;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// All that the agent looks after in the JDK, as a page: hook by JDK by shape.
public final class HookTable {
    private static final int FIRST = 25;
    private static final int LAST = 28;

    private HookTable() {}

    /// The whole page, in Markdown.
    ///
    /// @return the page
    public static String page() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # What the agent changes in the JDK

                For those who read the agent's code, or wonder what it does to their program. This page is made by
                `java -jar anyloop-agent.jar hooks`; the list is `Feature` in `agent`.

                A *feature* is a group of changes that only make sense together. A *hook* is one place of the JDK's. JDKs have it in
                different *shapes*: which one is there is found in the class files of the JDK that runs, never by its number. A cell says
                what is done there: the method that is rewritten, "nothing" where that JDK does without, or "left" where nothing can be
                done. Where a JDK has none of a hook's shapes, the whole feature is left alone there, and the agent says so in one line.
                """);
        for (Feature feature : Feature.values()) {
            page.append("\n## ").append(feature).append("\nWithout it: ");
            page.append(feature.without).append(".\n\n| hook |").append(releases(" %s |"));
            page.append("\n|---|").append(releases("---|")).append('\n');
            feature.hooks.forEach(hook -> page.append(row(hook)));
        }
        return page.toString();
    }

    private static String releases(String format) {
        return IntStream.rangeClosed(FIRST, LAST)
                .mapToObj(format::formatted)
                .collect(Collectors.joining());
    }

    private static String row(Hook hook) {
        List<String> cells =
                IntStream.rangeClosed(FIRST, LAST)
                        .mapToObj(release -> cell(hook, release))
                        .toList();
        return "| " + hook.what() + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String cell(Hook hook, int release) {
        return hook.shapes().stream()
                .filter(shape -> shape.isOf(release))
                .findFirst()
                .map(shape -> release == FIRST || shape.from == release ? text(shape) : "same")
                .orElse("unknown");
    }

    private static String text(Shape shape) {
        return switch (shape.kind) {
            case CHANGED -> "`" + shape.text + "`";
            case NOT_NEEDED -> "nothing: " + shape.text;
            case LEFT -> "left: " + shape.text;
        };
    }
}
