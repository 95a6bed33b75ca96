package io.anyloop.kernel;

import java.lang.invoke.MethodHandles;

/// Lets one room of this library make what another shows to users, where a constructor that everybody sees would be none of theirs. Who
/// can make it puts it here when its class is initialised.
public final class Doors {
    private static volatile PoolMaker pools;

    private Doors() {}

    /// Makes a thread pool.
    @FunctionalInterface
    public interface PoolMaker {
        /// Makes a pool of a hub's.
        ///
        /// @param owner hears of failures that nobody else is told of
        Object make(String name, int max, Engine owner);
    }

    /// By the class of thread pools.
    public static void makesPools(PoolMaker maker) {
        pools = maker;
    }

    /// Makes a pool of a hub's.
    ///
    /// @param <P> the type of pools
    public static <P> P pool(Class<P> type, String name, int max, Engine owner) {
        if (pools == null) {
            try {
                MethodHandles.lookup().ensureInitialized(type);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return type.cast(pools.make(name, max, owner));
    }
}
