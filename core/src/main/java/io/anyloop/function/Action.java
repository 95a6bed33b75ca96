package io.anyloop.function;

/// Code without a result, run as a greenlet or within a scope.
///
/// @param <X> what it may throw
@FunctionalInterface
public interface Action<X extends Throwable> {
    /// Runs the code.
    ///
    /// @throws X if the code fails
    void run() throws X;

    /// The same code as a body whose result is null.
    ///
    /// @return the body
    default Body<Void, X> asBody() {
        return () -> {
            run();
            return null;
        };
    }
}
