package io.anyloop.loop.sim.costs;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.LongAdder;

/// Counts the steps of classes that [CountedClasses] has loaded: each method that begins, each branch, and what a call of the
/// JDK's collections costs that goes through all of them. Any thread.
public final class Steps {
    private static final LongAdder TAKEN = new LongAdder();

    private Steps() {}

    static long taken() {
        return TAKEN.sum();
    }

    /// Called by the classes that are counted, as all that follow.
    public static void step() {
        TAKEN.increment();
    }

    /// Something is looked for, or taken out by its value.
    public static void search(Object receiver, Object wanted) {
        boolean isLinear =
                receiver instanceof List
                        || receiver instanceof ArrayDeque
                        || receiver instanceof ConcurrentLinkedQueue
                        || receiver instanceof ConcurrentLinkedDeque
                        || receiver instanceof CopyOnWriteArraySet;
        if (isLinear) {
            copy(receiver);
        }
    }

    /// Something is added.
    public static void add(Object receiver, Object added) {
        if (receiver instanceof CopyOnWriteArrayList || receiver instanceof CopyOnWriteArraySet) {
            copy(receiver);
        }
    }

    /// All of a collection is gone through.
    public static void copy(Object receiver) {
        if (receiver instanceof Collection<?> collection) {
            TAKEN.add(collection.size());
        }
    }
}
