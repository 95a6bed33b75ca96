package io.anyloop.loop.iocp.wine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/// Leaves out the cases that cannot hold on Java 21, or under Wine, each with its reason: those of
/// `not-on-java-21.tsv`, by class and method, or by the name of a dynamic test too; and of a second list for the
/// run with, or without, what the agent does to the JDK. Switched on by
/// [ContractRun] alone, by JUnit's detection of extensions.
public final class NotOnJava21 implements InvocationInterceptor {
    static final String MARK = "NOT ON JAVA 21: ";

    private static final Map<String, String> REASONS = read();
    private static final Set<String> MET = new ConcurrentSkipListSet<>();

    /// For [java.util.ServiceLoader].
    public NotOnJava21() {}

    private static Map<String, String> read() {
        var reasons = new LinkedHashMap<String, String>();
        addFrom("not-on-java-21.tsv", reasons);
        addFrom(
                Boolean.getBoolean("anyloop.agent")
                        ? "not-on-java-21-with-agent.tsv"
                        : "not-on-java-21-without-agent.tsv",
                reasons);
        return reasons;
    }

    private static void addFrom(String file, Map<String, String> reasons) {
        try (var in = NotOnJava21.class.getResourceAsStream(file)) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .forEach(cells -> reasons.put(cells[0], cells[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Declared cases that did not come up: they were renamed, or there is no reason any more.
    static Set<String> notMet() {
        var left = new TreeSet<>(REASONS.keySet());
        left.removeAll(MET);
        return left;
    }

    /// @param name class, dot, method, and for a dynamic test a space and its name
    private static void unlessDeclared(String name) {
        String ofClass = name.substring(0, name.indexOf('.')) + ".*";
        String ofDynamicTest = "*" + name.substring(Math.max(0, name.indexOf(' ')));
        for (String declared : List.of(name, ofClass, ofDynamicTest)) {
            String reason = REASONS.get(declared);
            if (reason != null) {
                MET.add(declared);
                throw new TestAbortedException(MARK + reason);
            }
        }
    }

    private static String nameOf(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) { // of a dynamic test: its factory is further up
            return nameOf(context.getParent().orElseThrow());
        }
        return context.getRequiredTestClass().getSimpleName()
                + "."
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        unlessDeclared(nameOf(context));
        invocation.proceed();
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        unlessDeclared(nameOf(context));
        return invocation.proceed();
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation,
            DynamicTestInvocationContext test,
            ExtensionContext context)
            throws Throwable {
        unlessDeclared(nameOf(context) + " " + context.getDisplayName());
        invocation.proceed();
    }
}
