package io.anyloop.function;

import io.anyloop.exceptions.GreenletExit;

/// How a greenlet ended.
///
/// @param <T> the greenlet's result
public sealed interface Outcome<T> {

    /// It returned.
    ///
    /// @param <T> the greenlet's result
    /// @param value what it returned, may be null
    record Returned<T>(T value) implements Outcome<T> {}

    /// It threw, or was killed with an exception other than [GreenletExit].
    ///
    /// @param <T> the greenlet's result
    /// @param cause what it threw
    record Failed<T>(Throwable cause) implements Outcome<T> {}

    /// It was killed, before or after its first step. Counts as success, as in gevent: somebody wanted it to end,
    /// and it did.
    ///
    /// @param <T> the greenlet's result
    /// @param exit what ended it
    record Killed<T>(GreenletExit exit) implements Outcome<T> {}

    /// Whether it ended as somebody wanted: returned or killed.
    ///
    /// @return true unless it failed
    default boolean isSuccess() {
        return !(this instanceof Failed<T>);
    }
}
