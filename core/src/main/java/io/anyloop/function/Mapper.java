package io.anyloop.function;

/// What a [io.anyloop.group.Pool] does with each item.
///
/// @param <A> the item
/// @param <R> the result
/// @param <X> what it may throw
@FunctionalInterface
public interface Mapper<A, R, X extends Throwable> {
    /// Does it.
    ///
    /// @param item the item
    /// @return the result, may be null
    /// @throws X if it fails
    R map(A item) throws X;
}
