package io.anyloop.function;

/// What a [io.anyloop.group.Pool] does with each pair of items, one from each of two inputs.
///
/// @param <A> the item of the first input
/// @param <B> the item of the second input
/// @param <R> the result
/// @param <X> what it may throw
@FunctionalInterface
public interface BiMapper<A, B, R, X extends Throwable> {
    /// Does it.
    ///
    /// @param first the item of the first input
    /// @param second the item of the second input
    /// @return the result, may be null
    /// @throws X if it fails
    R map(A first, B second) throws X;
}
