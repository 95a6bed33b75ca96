package io.anyloop;

/// A failure that nobody else is told of by an exception: a greenlet's, a callback's, a link's.
///
/// @param hub where it happened
/// @param source what failed: a [Greenlet], or the callback
/// @param failure what was thrown
public record ErrorReport(Hub hub, Object source, Throwable failure) {
    @Override
    public String toString() {
        return source + " on hub " + hub.name() + " failed: " + failure;
    }
}
