package io.anyloop.base;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/// What is behind a failure: its causes, and what they suppress.
public final class Causes {
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Predicate<Throwable> wanted;

    private Causes(Predicate<Throwable> wanted) {
        this.wanted = wanted;
    }

    public static boolean have(Throwable failure, Throwable cause) {
        return find(failure, one -> one == cause) != null;
    }

    /// The first that is wanted, the failure itself included; null if there is none.
    public static Throwable find(Throwable failure, Predicate<Throwable> wanted) {
        return new Causes(wanted).find(failure);
    }

    private Throwable find(Throwable failure) {
        for (Throwable one = failure; one != null && seen.add(one); one = one.getCause()) {
            if (wanted.test(one)) {
                return one;
            }
            for (Throwable suppressed : one.getSuppressed()) {
                Throwable found = find(suppressed);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
