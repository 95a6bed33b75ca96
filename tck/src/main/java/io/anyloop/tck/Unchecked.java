package io.anyloop.tck;

/// Throws on what another thread threw, whatever its type.
final class Unchecked {
    private Unchecked() {}

    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
