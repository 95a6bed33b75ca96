package io.anyloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/// Streams of Vert.x's in blocking style. For greenlets.
public final class VertxStreams {
    private VertxStreams() {}

    /// The items of a stream, one after the other. The stream is held back so that only a few wait at a time.
    ///
    /// Takes over the stream's handlers, at once: call it before the greenlet that got the stream, from a handler or an await,
    /// waits for the next time, or what comes meanwhile is missed; when they are gone through does not matter. A stream that its user
    /// has paused misses nothing until it is resumed.
    ///
    /// @param <T> the items
    /// @param stream the stream; of a WebSocket the items are frames, see [#messages]
    /// @return the items, to be gone through once
    /// @throws IllegalStateException if the stream is closed, or has told its end to somebody else
    public static <T> StreamItems<T> items(ReadStream<T> stream) {
        return StreamItems.of(stream);
    }

    /// The messages of a WebSocket, one after the other, each whole, however many frames it came in. Otherwise as [#items]. A
    /// message that is longer than the options of the client or server allow is a failure of the stream.
    ///
    /// @param socket the WebSocket
    /// @return the messages, to be gone through once
    /// @throws IllegalStateException if the WebSocket is closed
    public static StreamItems<WebSocketMessage> messages(WebSocketBase socket) {
        return StreamItems.messages(socket);
    }

    /// Writes an item; waits, if the stream's queue is full then, until this item is written.
    ///
    /// A file is written to by its event loop, and this waits until that has taken the item. Vert.x locks a file while it hands the
    /// item to its workers: a greenlet that writes by itself may have to wait for them there, and with it all callbacks of that file.
    ///
    /// @param <T> the item
    /// @param <X> a checked type that the caller wants to name; none by custom
    /// @param stream the stream
    /// @param item the item
    /// @throws X if the stream failed while this waited
    public static <T, X extends Throwable> void write(WriteStream<T> stream, T item) throws X {
        Future<Void> written =
                stream instanceof AsyncFile ? onEventLoop(stream, item) : stream.write(item);
        if (written.failed() || stream.writeQueueFull()) {
            VertxFutures.<Void, X>await(written);
        }
    }

    private static <T> Future<Void> onEventLoop(WriteStream<T> stream, T item) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            return stream.write(item);
        }
        Promise<Future<Void>> taken = context.promise();
        context.runOnContext(_ -> {
            try {
                taken.complete(stream.write(item));
            } catch (RuntimeException e) {
                taken.fail(e);
            }
        });
        return VertxFutures.await(taken.future());
    }
}
