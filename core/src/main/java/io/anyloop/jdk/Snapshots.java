package io.anyloop.jdk;

import java.lang.reflect.Method;
import java.util.stream.Stream;

/// Which monitors a thread has, and wants: what the JDK's own dumps of virtual threads know (`jdk.internal.vm.ThreadSnapshot`,
/// Java 25).
public final class Snapshots {
    private static final Method OF;
    private static final Method STATE;
    private static final Method BLOCKED_ON;
    private static final Method STACK;
    private static final Method OWNED;

    static {
        Method[] found = new Method[5];
        try {
            HubThreads.open("jdk.internal.vm");
            Class<?> type = Class.forName("jdk.internal.vm.ThreadSnapshot");
            found[0] = opened(type, "of", Thread.class);
            found[1] = opened(type, "threadState");
            found[2] = opened(type, "blockedOn");
            found[3] = opened(type, "stackTrace");
            found[4] = opened(type, "ownedMonitorsAt", int.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            found = new Method[5]; // Another Java: then reports say less.
        }
        OF = found[0];
        STATE = found[1];
        BLOCKED_ON = found[2];
        STACK = found[3];
        OWNED = found[4];
    }

    private Snapshots() {}

    private static Method opened(Class<?> type, String name, Class<?>... parameters)
            throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /// The monitor that a thread wants to enter; null if none, or if that cannot be told.
    public static Object wantedBy(Thread thread) {
        try {
            Object snapshot = OWNED == null ? null : OF.invoke(null, thread);
            return snapshot == null || STATE.invoke(snapshot) != Thread.State.BLOCKED
                    ? null
                    : BLOCKED_ON.invoke(snapshot);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /// Whether a thread is inside a monitor, as far as can be told.
    public static boolean holds(Thread thread, Object monitor) {
        try {
            Object snapshot = OWNED == null ? null : OF.invoke(null, thread);
            if (snapshot == null) {
                return false;
            }
            int depth = ((StackTraceElement[]) STACK.invoke(snapshot)).length;
            for (int i = 0; i < depth; i++) {
                if (((Stream<?>) OWNED.invoke(snapshot, i)).anyMatch(owned -> owned == monitor)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
