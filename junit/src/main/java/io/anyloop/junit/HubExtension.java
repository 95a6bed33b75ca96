package io.anyloop.junit;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Opens a hub for each test, and gives it JUnit's calls.
final class HubExtension implements BeforeEachCallback, InvocationInterceptor {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(HubExtension.class);

    /// How long a greenlet that is late, or left behind, may take to end.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /// JUnit closes what a test has stored when that is over.
    private record Opened(Hub hub, Duration limit) implements AutoCloseable {
        @Override
        public void close() {
            hub.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        OnHub wanted = annotationOf(context);
        HubBuilder options = Hub.builder().closeLimit(FAREWELL);
        Hub hub = (wanted.loop().isEmpty() ? options : options.loop(wanted.loop())).open();
        context.getStore(OURS)
                .put(Opened.class, new Opened(hub, Duration.ofSeconds(wanted.seconds())));
    }

    /// That of the method counts before that of the class, and that of the class before those around it.
    private static OnHub annotationOf(ExtensionContext context) {
        for (ExtensionContext at = context; ; at = at.getParent().orElseThrow()) {
            AnnotatedElement element = at.getElement().orElse(null);
            var found = AnnotationSupport.findAnnotation(element, OnHub.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private static <T> T run(Invocation<T> call, ExtensionContext context) throws Throwable {
        Opened opened = context.getStore(OURS).get(Opened.class, Opened.class);
        var failure = new AtomicReference<Throwable>(); // JUnit tells of it, and nobody else
        Greenlet<T> greenlet =
                opened.hub.spawn(() -> {
                    try {
                        return call.proceed();
                    } catch (Throwable e) {
                        failure.set(e);
                        return null;
                    }
                });
        if (!greenlet.join(opened.limit)) {
            var late =
                    new AssertionError(
                            "The test has not ended within %d s. %s"
                                    .formatted(opened.limit.toSeconds(), opened.hub.dump()));
            greenlet.kill(FAREWELL);
            throw late;
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return greenlet.get();
    }

    // ---------------------------------------------------------------- what JUnit calls

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> call, ReflectiveInvocationContext<Method> of, ExtensionContext context)
            throws Throwable {
        run(call, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> call, ReflectiveInvocationContext<Method> of, ExtensionContext context)
            throws Throwable {
        run(call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> call, ReflectiveInvocationContext<Method> of, ExtensionContext context)
            throws Throwable {
        run(call, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> call, ReflectiveInvocationContext<Method> of, ExtensionContext context)
            throws Throwable {
        return run(call, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> call, DynamicTestInvocationContext of, ExtensionContext context)
            throws Throwable {
        run(call, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> call, ReflectiveInvocationContext<Method> of, ExtensionContext context)
            throws Throwable {
        run(call, context);
    }
}
