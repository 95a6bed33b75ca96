package io.anyloop.function;

/// Something that ends, with an [Outcome]: a greenlet, for example. Any thread.
///
/// @param <T> the result
public interface Ending<T> {
    /// How it ended.
    ///
    /// @return the outcome, or null if it has not ended
    Outcome<T> outcome();
}
