package io.anyloop.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;

/// Tells which code a virtual thread was made for, in constant time and from any thread. The thread keeps it already, inside
/// its continuation; there is no public way to ask, so the way is found out once by trying.
public final class ThreadBodies {
    private static final String CONTINUATIONS = "jdk.internal.vm";

    /// Whether a thread can be asked on this Java.
    public static final boolean ARE_KNOWN;

    private static final Class<?> THREADS;
    private static final Class<?> WRAPPERS;
    private static final MethodHandle CONTINUATION;
    private static final MethodHandle TARGET;
    private static final MethodHandle BODY;

    static {
        Way way = null;
        try {
            way = Way.find();
        } catch (ReflectiveOperationException
                | InaccessibleObjectException
                | IllegalStateException e) {
            // Another Java: then a greenlet is found by its handler, or by searching.
        }
        ARE_KNOWN = way != null;
        THREADS = way == null ? null : way.threads;
        WRAPPERS = way == null ? null : way.wrappers;
        CONTINUATION = way == null ? null : way.continuation;
        TARGET = way == null ? null : way.target;
        BODY = way == null ? null : way.body;
    }

    private ThreadBodies() {}

    /// What a thread runs; null if that is not known.
    public static Object of(Thread thread) {
        if (!ARE_KNOWN || thread.getClass() != THREADS) {
            return null;
        }
        try {
            Object target = (Object) TARGET.invokeExact((Object) CONTINUATION.invokeExact(thread));
            return target.getClass() == WRAPPERS ? (Object) BODY.invokeExact(target) : null;
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot tell what " + thread + " runs.", e);
        }
    }

    /// From a thread to its continuation, to the code in that, to the code that this was made around.
    private record Way(
            Class<?> threads,
            Class<?> wrappers,
            MethodHandle continuation,
            MethodHandle target,
            MethodHandle body) {

        static Way find() throws ReflectiveOperationException {
            Runnable sample = () -> {};
            Thread thread = Thread.ofVirtual().unstarted(sample);
            HubThreads.open(CONTINUATIONS);
            MethodHandle continuation =
                    getter(thread.getClass().getDeclaredField("cont"), Thread.class);
            MethodHandle target =
                    getter(
                            Class.forName(CONTINUATIONS + ".Continuation")
                                    .getDeclaredField("target"),
                            Object.class);
            Object wrapper = get(target, get(continuation, thread));
            for (Field field : wrapper.getClass().getDeclaredFields()) {
                if (field.getType() == Runnable.class) {
                    MethodHandle body = getter(field, Object.class);
                    if (get(body, wrapper) == sample) {
                        return new Way(
                                thread.getClass(), wrapper.getClass(), continuation, target, body);
                    }
                }
            }
            return null;
        }

        private static Object get(MethodHandle getter, Object of) {
            try {
                return getter.type().parameterType(0) == Thread.class
                        ? (Object) getter.invokeExact((Thread) of)
                        : (Object) getter.invokeExact(of);
            } catch (Throwable e) {
                throw new IllegalStateException("Cannot tell what " + of + " runs.", e);
            }
        }

        private static MethodHandle getter(Field field, Class<?> of) throws IllegalAccessException {
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectGetter(field)
                    .asType(MethodType.methodType(Object.class, of));
        }
    }
}
