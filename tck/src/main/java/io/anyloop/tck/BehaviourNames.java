package io.anyloop.tck;

import java.lang.reflect.Method;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGenerator;

/// Shows `k05_blocking_kill_waits` as "K-05 blocking kill waits". The number in front of a case's
/// name is the behaviour that it checks; this pattern is all that a tool needs to find them.
final class BehaviourNames extends DisplayNameGenerator.Standard {
    private static final Pattern CASE = Pattern.compile("([a-z]+)(\\d\\d)_(.+)");

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosing, Class<?> testClass, Method method) {
        var matcher = CASE.matcher(method.getName());
        return matcher.matches()
                ? "%s-%s %s"
                        .formatted(
                                matcher.group(1).toUpperCase(java.util.Locale.ROOT),
                                matcher.group(2),
                                matcher.group(3).replace('_', ' '))
                : method.getName();
    }
}
