package io.anyloop.loop.sim.broken;

import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;

import io.anyloop.tck.LoopContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The numbers of the rules, where they are written down and where they are tried.
final class Rules {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\|");
    private static final Pattern CASE = Pattern.compile("rule_(\\d+)_(\\d+)_.*");

    private Rules() {}

    /// The numbers in `spi/RULES.md`.
    static Set<String> written() throws IOException {
        return ROW.matcher(Files.readString(document()))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path document() {
        var inTree = Path.of("spi", "RULES.md");
        var from = Path.of("").toAbsolutePath();
        while (!Files.exists(from.resolve(inTree))) {
            from = from.getParent();
            if (from == null) {
                throw new IllegalStateException("No spi/RULES.md; run this inside the project.");
            }
        }
        return from.resolve(inTree);
    }

    /// The cases of one rule.
    static Stream<Method> casesOf(String rule) {
        return cases().filter(method -> ofCase(method.getName()).equals(rule));
    }

    /// Those cases of all rules that take little time.
    static Stream<Method> quickCases() {
        return cases().filter(method -> !isAnnotated(method, Tag.class));
    }

    private static Stream<Method> cases() {
        return Arrays.stream(LoopContract.class.getDeclaredMethods())
                .filter(method -> isAnnotated(method, Test.class));
    }

    /// The numbers that the contract has a case for.
    static Set<String> tried() {
        return cases().map(method -> ofCase(method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The number that the name of a case carries.
    static String ofCase(String name) {
        var matcher = CASE.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A case is called rule_1_2_sentence, not " + name);
        }
        return matcher.group(1) + "." + matcher.group(2);
    }
}
