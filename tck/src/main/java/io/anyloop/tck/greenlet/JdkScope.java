package io.anyloop.tck.greenlet;

import io.anyloop.tck.fixture.Unchecked;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A `java.util.concurrent.StructuredTaskScope` of the JDK that runs, by reflection: it is a preview in Java 25 to 27, and its types
/// differ between them.
final class JdkScope implements AutoCloseable {
    private static final Class<?> TYPE = find("java.util.concurrent.StructuredTaskScope");

    private final Object scope;

    private JdkScope(Object scope) {
        this.scope = scope;
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /// Before Java 25 it was another class, whose instances were made by constructors.
    static boolean isThere() {
        return TYPE != null && TYPE.isInterface();
    }

    /// One that fails when one of its tasks does.
    static JdkScope open(ThreadFactory threads, Duration limit) throws Exception {
        return open("awaitAllSuccessfulOrThrow", threads, limit);
    }

    /// The joiner that is content with the first result; Java 25 calls it otherwise.
    static String anySuccessful() {
        boolean old =
                Arrays.stream(find(TYPE.getName() + "$Joiner").getMethods())
                        .anyMatch(it -> it.getName().equals("anySuccessfulResultOrThrow"));
        return old ? "anySuccessfulResultOrThrow" : "anySuccessfulOrThrow";
    }

    /// @param joiner the method that makes its joiner
    /// @param limit null for none
    static JdkScope open(String joiner, ThreadFactory threads, Duration limit) throws Exception {
        Object made = call(find(TYPE.getName() + "$Joiner"), null, joiner);
        UnaryOperator<Object> options =
                start -> {
                    try {
                        Class<?> type = find(TYPE.getName() + "$Configuration");
                        Object config = call(type, start, "withThreadFactory", threads);
                        return limit == null ? config : call(type, config, "withTimeout", limit);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                };
        return new JdkScope(call(TYPE, null, "open", made, options));
    }

    /// @return tells the result once the scope was joined
    @SuppressWarnings("unchecked") // a Subtask<T> is a Supplier<T>
    <T> Supplier<T> fork(Callable<T> task) throws Exception {
        Method fork = TYPE.getMethod("fork", Callable.class);
        return (Supplier<T>) invoke(fork, scope, task);
    }

    Object join() throws Exception {
        return call(TYPE, scope, "join");
    }

    boolean isCancelled() throws Exception {
        return (boolean) call(TYPE, scope, "isCancelled");
    }

    @Override
    public void close() {
        try {
            call(TYPE, scope, "close");
        } catch (Exception e) {
            throw Unchecked.rethrow(e);
        }
    }

    /// What a scoped value of the JDK's is inside a call; the value is set there, and read by `reads`.
    static <T> T where(Object key, Object value, Callable<T> body) throws Exception {
        Object carrier = call(scopedValues(), null, "where", key, value);
        var result = new Object[1];
        Exception[] failure = new Exception[1];
        Runnable run =
                () -> {
                    try {
                        result[0] = body.call();
                    } catch (Exception e) {
                        failure[0] = e;
                    }
                };
        call(find("java.lang.ScopedValue$Carrier"), carrier, "run", run);
        if (failure[0] != null) {
            throw failure[0];
        }
        @SuppressWarnings("unchecked") // the body made it
        T made = (T) result[0];
        return made;
    }

    static Object newScopedValue() throws Exception {
        return call(scopedValues(), null, "newInstance");
    }

    static Object scopedValue(Object key) throws Exception {
        return call(scopedValues(), key, "get");
    }

    private static Class<?> scopedValues() {
        return find("java.lang.ScopedValue");
    }

    private static Object call(Class<?> type, Object on, String name, Object... arguments)
            throws Exception {
        Method method =
                Arrays.stream(type.getMethods())
                        .filter(it -> it.getName().equals(name))
                        .filter(it -> it.getParameterCount() == arguments.length)
                        .findFirst()
                        .orElseThrow(() -> new NoSuchMethodException(type + "." + name));
        return invoke(method, on, arguments);
    }

    private static Object invoke(Method method, Object on, Object... arguments) throws Exception {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw Unchecked.rethrow(e.getCause());
        }
    }
}
