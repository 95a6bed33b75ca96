package io.anyloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/// Streams of Vert.x's in blocking style. For greenlets.
public final class VertxStreams {
    private VertxStreams() {}

    /// The items of a stream, one after the other. The stream is held back so that only a few wait at a time.
    ///
    /// Takes over the stream's handlers, at once: call it before the greenlet waits for the first time, or what comes meanwhile
    /// is missed; when they are asked for does not matter.
    ///
    /// @param <T> the items
    /// @param stream the stream
    /// @return the items, to be gone through once
    public static <T> StreamItems<T> items(ReadStream<T> stream) {
        return new StreamItems<>(stream);
    }

    /// Writes an item; waits, if the stream's queue is full then, until this item is written.
    ///
    /// @param <T> the item
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stream the stream
    /// @param item the item
    /// @throws X if the stream failed while this waited
    public static <T, X extends Throwable> void write(WriteStream<T> stream, T item) throws X {
        Future<Void> written = stream.write(item);
        if (written.failed() || stream.writeQueueFull()) {
            VertxFutures.<Void, X>await(written);
        }
    }
}
