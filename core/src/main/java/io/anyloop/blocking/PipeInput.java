package io.anyloop.blocking;

import io.anyloop.function.Outcome;
import io.anyloop.sync.AsyncResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// The reading end of a pipe whose reads really block: here only the caller waits. What was read for a caller that was
/// killed, or ran out of time, is kept for the next one. At most one buffer is read ahead, so a pipe that nobody reads
/// holds up its writer.
final class PipeInput extends InputStream {
    private static final int SIZE = 8192;

    private final InputStream source;
    private final byte[] buffer = new byte[SIZE];
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile AsyncResult<Integer> pending;
    private int position;
    private int end;
    private volatile boolean closed;

    PipeInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        take();
        try {
            if (position == end && !fill()) {
                return -1;
            }
            int count = Math.min(length, end - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        } finally {
            taken.set(false);
        }
    }

    private void take() throws IOException {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Another thread reads this pipe already. Let one greenlet read it and hand on what it reads.");
        }
        if (closed) {
            taken.set(false);
            throw new IOException("This stream is closed.");
        }
    }

    private boolean fill() throws IOException {
        if (pending == null) {
            pending = Pipes.THREADS.begin(() -> source.read(buffer));
        }
        int count;
        try {
            count = Pipes.get(pending);
        } finally {
            if (pending.isReady()) {
                pending = null;
            }
        }
        position = 0;
        end = Math.max(0, count);
        return count >= 0;
    }

    @Override
    public int available() throws IOException {
        return pending == null ? end - position + source.available() : 0;
    }

    /// Does not wait. A read that is under way goes on until there is something, or the pipe ends; then it is closed.
    @Override
    public void close() {
        closed = true;
        AsyncResult<Integer> last = pending;
        if (last == null) {
            closeSource();
        } else {
            last.whenReady(this::closeSource);
        }
    }

    /// On a thread of its own, since closing may block; here if there is none.
    private void closeSource() {
        AsyncResult<Void> closed =
                Pipes.THREADS.begin(() -> {
                    source.close();
                    return null;
                });
        closed.whenReady(() -> {
            if (closed.outcome() instanceof Outcome.Failed<Void>) {
                Pipes.closeQuietly(source);
            }
        });
    }
}
