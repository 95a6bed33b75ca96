package io.anyloop.tck;

import io.anyloop.Greenlet;
import io.anyloop.function.Body;
import java.util.function.Consumer;

/// Code that fails, as cases need it.
final class Failing {
    private Failing() {}

    /// Fails at once.
    static <X extends Throwable> Body<Object, X> with(X failure) {
        return () -> {
            throw failure;
        };
    }

    static Consumer<Greenlet<?>> listener(RuntimeException failure) {
        return greenlet -> {
            throw failure;
        };
    }

    static Runnable callback(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @SuppressWarnings("InfiniteRecursion")
    static int recurse(int depth) {
        return 1 + recurse(depth + 1);
    }
}
