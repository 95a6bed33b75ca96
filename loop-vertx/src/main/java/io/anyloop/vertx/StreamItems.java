package io.anyloop.vertx;

import io.anyloop.queue.Queue;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/// The items of a stream of Vert.x's, made by [VertxStreams#items] and [VertxStreams#messages]. Going on to the next waits until the stream has one; a
/// failure of the stream is thrown there, the very exception. To be gone through by one greenlet, once.
///
/// @param <T> the items
public final class StreamItems<T> implements Iterable<T>, AutoCloseable {
    /// So many items are asked for ahead.
    private static final int WINDOW = 16;

    private static final Object END = new Object();

    private record Failure(Throwable cause) {}

    private final ReadStream<?> stream;

    /// Never more than the window, and an end: the stream gives what was asked for only.
    private final Queue<Object> arrived = new Queue<>();

    private int taken;
    private boolean isClosed;

    /// Whether the stream has told all. Some kinds refuse to be asked for more then.
    private volatile boolean isOver;

    private StreamItems(ReadStream<?> stream) {
        this.stream = Objects.requireNonNull(stream, "stream");
    }

    static <T> StreamItems<T> of(ReadStream<T> stream) {
        StreamItems<T> items = new StreamItems<>(stream);
        items.begin(() -> stream.handler(items.arrived::offer));
        return items;
    }

    /// A message is an item; of the frames that are asked for, those that only begin or continue one are none, so another is asked
    /// for in their place.
    static StreamItems<WebSocketMessage> messages(WebSocketBase socket) {
        StreamItems<WebSocketMessage> items = new StreamItems<>(socket);
        items.begin(() -> {
            socket.textMessageHandler(text -> items.arrived.offer(new WebSocketMessage.Text(text)));
            socket.binaryMessageHandler(
                    data -> items.arrived.offer(new WebSocketMessage.Binary(data)));
            socket.frameHandler(frame -> {
                boolean isOfMessage = frame.isText() || frame.isBinary() || frame.isContinuation();
                if (isOfMessage && !frame.isFinal()) {
                    items.ask(1);
                }
            });
        });
        return items;
    }

    private void begin(Runnable handlers) {
        try {
            stream.pause();
            stream.exceptionHandler(failure -> over(new Failure(failure)));
            stream.endHandler(_ -> over(END));
            handlers.run();
            stream.fetch(WINDOW);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "The items of %s cannot be had any more: %s. Ask for them before the greenlet waits for the first time since it got the stream, or pause() the stream until then."
                            .formatted(stream, e.getMessage()),
                    e);
        }
    }

    private void over(Object how) {
        isOver = true;
        arrived.offer(how);
    }

    private void ask(int count) {
        if (isOver) {
            return;
        }
        try {
            stream.fetch(count);
        } catch (IllegalStateException e) {
            if (!isOver) {
                throw e;
            }
        }
    }

    @Override
    public Iterator<T> iterator() {
        return new Items();
    }

    /// Lets go of the stream, in the middle or at its end. What is left of it is not read: it stays paused.
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            arrived.offer(END);
        }
    }

    /// The next item, or the end.
    private Object take() {
        Object next = arrived.get();
        if (next instanceof Failure failure) {
            arrived.offer(failure); // for whoever asks again
            throw StreamItems.<RuntimeException>as(failure.cause);
        }
        if (next != END && ++taken == WINDOW / 2) {
            taken = 0;
            ask(WINDOW / 2);
        }
        return next;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X as(Throwable failure) throws X {
        throw (X) failure;
    }

    private final class Items implements Iterator<T> {
        private Object next;

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = take();
            }
            return next != END;
        }

        @Override
        @SuppressWarnings("unchecked") // Only the stream's items and the end are left here.
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The stream has ended.");
            }
            T item = (T) next;
            next = null;
            return item;
        }
    }
}
