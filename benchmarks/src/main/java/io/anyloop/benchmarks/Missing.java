package io.anyloop.benchmarks;

/// Something that a benchmark needs is not on this machine. The message says what, what cannot be measured, and what
/// to do.
final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String message) {
        super(message);
    }
}
