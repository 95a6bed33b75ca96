package io.anyloop.kernel;

import java.lang.reflect.Field;

/// Does to an engine what no other room can do.
public final class Harm {
    private Harm() {}

    /// Loses the deadline that is due next, if there is one.
    public static void loseDeadline(Engine engine) {
        Object next = ((Object[]) field(engine.work.deadlines, "entries"))[0];
        if (next != null) {
            engine.work.deadlines.cancel(next);
        }
    }

    /// Leaves a greenlet on it that never ends.
    public static void leave(Engine engine, Strand<?> greenlet) {
        engine.roster.add(greenlet);
    }

    private static Object field(Object of, String name) {
        try {
            Field found = of.getClass().getDeclaredField(name);
            found.setAccessible(true);
            return found.get(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
