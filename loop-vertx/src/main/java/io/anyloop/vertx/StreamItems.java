package io.anyloop.vertx;

import io.anyloop.Queue;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/// The items of a stream of Vert.x's, made by [VertxStreams#items]. Going on to the next waits until the stream has one; a
/// failure of the stream is thrown there, the very exception. To be gone through by one greenlet, once.
///
/// @param <T> the items
public final class StreamItems<T> implements Iterable<T>, AutoCloseable {
    /// So many items are asked for ahead.
    private static final int WINDOW = 16;

    private static final Object END = new Object();

    private record Failure(Throwable cause) {}

    private final ReadStream<T> stream;

    /// Never more than the window, and an end: the stream gives what was asked for only.
    private final Queue<Object> arrived = new Queue<>();

    private int taken;
    private boolean isClosed;

    StreamItems(ReadStream<T> stream) {
        this.stream = Objects.requireNonNull(stream, "stream");
        Paused.take(stream);
        stream.exceptionHandler(failure -> arrived.offer(new Failure(failure)));
        stream.endHandler(_ -> arrived.offer(END));
        stream.handler(arrived::offer);
        stream.fetch(WINDOW);
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
            stream.fetch(WINDOW / 2);
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
