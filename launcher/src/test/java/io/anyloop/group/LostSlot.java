package io.anyloop.group;

import java.lang.reflect.Field;

/// Takes a slot of a pool and never gives it back.
public final class LostSlot {
    private LostSlot() {}

    /// Takes one, if one is free.
    public static void of(Pool pool) {
        try {
            Field slots = SlottedMembership.class.getDeclaredField("slots");
            slots.setAccessible(true);
            ((Slots) slots.get(pool)).tryTake();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
