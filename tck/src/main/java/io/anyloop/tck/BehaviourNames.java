package io.anyloop.tck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGenerator;

/// Shows `k05_blocking_kill_waits` as "K-05 blocking kill waits". The number in front of a case's
/// name is the behaviour that it checks; `h14_m11_...` checks two. These patterns are all that a tool
/// needs to find them.
final class BehaviourNames extends DisplayNameGenerator.Standard {
    private static final Pattern CASE = Pattern.compile("((?:[a-z]+\\d\\d_)+)(.+)");
    private static final Pattern NUMBER = Pattern.compile("([a-z]+)(\\d\\d)_");

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosing, Class<?> testClass, Method method) {
        List<String> numbers = numbers(method.getName());
        return numbers.isEmpty()
                ? method.getName()
                : String.join(", ", numbers) + " " + sentence(method.getName());
    }

    /// The behaviours that a case of this name checks: `K-05`. None if it carries no number.
    static List<String> numbers(String method) {
        var name = CASE.matcher(method);
        List<String> numbers = new ArrayList<>();
        if (name.matches()) {
            var number = NUMBER.matcher(name.group(1));
            while (number.find()) {
                numbers.add(number.group(1).toUpperCase(Locale.ROOT) + "-" + number.group(2));
            }
        }
        return numbers;
    }

    /// What such a name says after its numbers.
    static String sentence(String method) {
        var name = CASE.matcher(method);
        return (name.matches() ? name.group(2) : method).replace('_', ' ');
    }
}
