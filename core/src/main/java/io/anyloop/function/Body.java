package io.anyloop.function;

/// Code with a result, run as a greenlet or within a scope.
///
/// @param <T> the result
/// @param <X> what it may throw
@FunctionalInterface
public interface Body<T, X extends Throwable> {
    /// Runs the code.
    ///
    /// @return the result, may be null
    /// @throws X if the code fails
    T call() throws X;
}
