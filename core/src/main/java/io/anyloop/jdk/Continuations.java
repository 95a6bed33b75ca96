package io.anyloop.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RunnableFuture;

/// What the JDK hands to the scheduler of a virtual thread: a runnable that mounts the thread and runs it to its next park.
///
/// Java 25 gives it to `Executor.execute`. From Java 26 on a scheduler that is a `ForkJoinPool` gets it by
/// `ForkJoinPool.submit(ForkJoinTask)`, in an adapter that is made for each switch. It is taken out of there at once, so that all
/// that follows is the same on each Java.
public final class Continuations {
    private static final String ADAPTER = "java.util.concurrent.ForkJoinTask$AdaptedRunnableAction";

    /// Reads what an adapter holds, by `(ForkJoinTask)Runnable`; null where this Java has no such class, or does not open it.
    private static final MethodHandle INSIDE;

    private static final Class<?> ADAPTER_CLASS;

    static {
        MethodHandle inside = null;
        Class<?> adapter = null;
        try {
            adapter = Class.forName(ADAPTER, false, null);
            HubThreads.open("java.util.concurrent");
            Field field = adapter.getDeclaredField("runnable");
            field.setAccessible(true);
            inside =
                    MethodHandles.lookup()
                            .unreflectGetter(field)
                            .asType(MethodType.methodType(Runnable.class, ForkJoinTask.class));
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // The adapter itself is run then: it works, at some more cost.
        }
        INSIDE = inside;
        ADAPTER_CLASS = inside == null ? null : adapter;
    }

    private Continuations() {}

    /// The runnable that was handed over as a task of a pool's.
    public static Runnable in(ForkJoinTask<?> task) {
        if (task.getClass() != ADAPTER_CLASS) {
            return task instanceof RunnableFuture<?> itself ? itself : task::invoke;
        }
        try {
            return (Runnable) INSIDE.invokeExact(task);
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot take a continuation out of " + task + ".", e);
        }
    }

    /// Whether a task is a continuation, and not a callback of ours: the JDK has made it itself.
    public static boolean isOne(Runnable task) {
        String maker = task.getClass().getName();
        return maker.startsWith("java.lang.VirtualThread")
                || maker.startsWith("java.util.concurrent.ForkJoinTask$");
    }

    /// The virtual thread that a continuation belongs to; null if it is no such thing.
    public static Thread threadOf(Runnable task) {
        Field[] fields = task.getClass().getDeclaredFields();
        if (fields.length != 1 || !Thread.class.isAssignableFrom(fields[0].getType())) {
            return null;
        }
        try {
            fields[0].setAccessible(true);
            return (Thread) fields[0].get(task);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return null;
        }
    }
}
