package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A `StructuredTaskScope` whose subtasks are greenlets. In Java 25 it is a preview, so it is called by reflection: code
/// that names it would be bound to this one version of Java.
class StructuredTaskScopeTest {
    private static final ScopedValue<String> NAME = ScopedValue.newInstance();
    private static final String TYPE = "java.util.concurrent.StructuredTaskScope";

    private static Class<?> type;

    @BeforeAll
    static void find() {
        try {
            type = Class.forName(TYPE);
            method(type, "open", 2);
        } catch (ReflectiveOperationException e) {
            Assumptions.abort(
                    "NOT TESTED: this Java has no " + TYPE + " of the form that Java 25 has: " + e);
        }
    }

    private static Method method(Class<?> of, String name, int parameters)
            throws NoSuchMethodException {
        return Arrays.stream(of.getMethods())
                .filter(method -> method.getName().equals(name))
                .filter(method -> method.getParameterCount() == parameters)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(name));
    }

    private static Object call(Object on, Class<?> of, String name, Object... arguments)
            throws Exception {
        try {
            return method(of, name, arguments.length).invoke(on, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// `StructuredTaskScope.open(Joiner.awaitAllSuccessfulOrThrow(), how -> how.withThreadFactory(threads))`
    private static AutoCloseable open(ThreadFactory threads) throws Exception {
        Class<?> joiner = Class.forName(TYPE + "$Joiner");
        Class<?> configuration = Class.forName(TYPE + "$Configuration");
        UnaryOperator<Object> configure =
                how -> {
                    try {
                        return call(how, configuration, "withThreadFactory", threads);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                };
        Object joins = call(null, joiner, "awaitAllSuccessfulOrThrow");
        return (AutoCloseable) call(null, type, "open", joins, configure);
    }

    /// Two methods have this name; the other takes a [Runnable].
    private static Supplier<?> fork(Object scope, Callable<?> subtask) throws Exception {
        return (Supplier<?>) type.getMethod("fork", Callable.class).invoke(scope, subtask);
    }

    private static void join(Object scope) throws Exception {
        call(scope, type, "join");
    }

    @Test
    void b20_subtasks_are_greenlets_that_run_beside_each_other_with_the_owners_scoped_values()
            throws Exception {
        try (Hub hub = Hub.open("select")) {
            hub.call(() -> ScopedValue.where(NAME, "owner").call(() -> forkTwo(hub)));
        }
    }

    private Object forkTwo(Hub hub) throws Exception {
        var both = new CountDownLatch(2);
        try (var scope = open(hub.threadFactory())) {
            List<Supplier<?>> subtasks = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                subtasks.add(
                        fork(
                                scope,
                                () -> {
                                    both.countDown();
                                    both.await();
                                    assertSame(hub, Greenlet.current().hub());
                                    return NAME.get();
                                }));
            }
            join(scope);
            for (Supplier<?> subtask : subtasks) {
                assertEquals("owner", subtask.get());
            }
        }
        return null;
    }

    @Test
    void b20_a_subtask_that_fails_ends_the_others_where_they_wait_in_the_jdk() throws Exception {
        try (Hub hub = Hub.open("select")) {
            List<String> ended = new ArrayList<>();
            hub.call(() -> {
                try (var scope = open(hub.threadFactory())) {
                    fork(
                            scope,
                            () -> {
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    ended.add("interrupted");
                                    throw e;
                                }
                                return null;
                            });
                    var failure = new IllegalStateException("a subtask's");
                    fork(
                            scope,
                            () -> {
                                throw failure;
                            });
                    var e = assertThrows(Exception.class, () -> join(scope));
                    assertSame(failure, e.getCause());
                    assertInstanceOf(RuntimeException.class, e);
                }
            });
            assertEquals(List.of("interrupted"), ended);
        }
    }
}
