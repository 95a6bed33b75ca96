package io.anyloop;

/// Throws what the compiler does not know of: the very exception of a greenlet, at the one who waits for it.
final class Rethrow {
    private Rethrow() {}

    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException as(Throwable failure) throws X {
        throw (X) failure;
    }

    static RuntimeException unchecked(Throwable failure) {
        return Rethrow.<RuntimeException>as(failure);
    }
}
