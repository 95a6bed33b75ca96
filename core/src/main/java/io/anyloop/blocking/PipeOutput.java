package io.anyloop.blocking;

import io.anyloop.function.Action;
import io.anyloop.function.Outcome;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Hubs;
import io.anyloop.sync.AsyncResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// The writing end of a pipe whose writes really block: here only the caller waits. What the caller has begun to write is
/// written, also if it is killed or runs out of time meanwhile.
final class PipeOutput extends OutputStream {
    private final OutputStream sink;

    /// Ends when everything that was given before has been written.
    private final AtomicReference<AsyncResult<Void>> last = new AtomicReference<>(done());

    PipeOutput(OutputStream sink) {
        this.sink = sink;
    }

    private static AsyncResult<Void> done() {
        AsyncResult<Void> done = new AsyncResult<>();
        done.set(null);
        return done;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        byte[] copy = Arrays.copyOfRange(source, offset, offset + length);
        inTurn(() -> {
            sink.write(copy);
            sink.flush();
        });
    }

    @Override
    public void close() throws IOException {
        inTurn(sink::close);
    }

    /// Closes it when all that was begun has been written, and does not wait for that; here if there is no thread for it.
    void closeSoon() {
        AsyncResult<Void> closed = begin(sink::close);
        closed.whenReady(() -> {
            if (closed.outcome() instanceof Outcome.Failed<Void>) {
                Pipes.closeQuietly(sink);
            }
        });
    }

    private void inTurn(Action<IOException> action) throws IOException {
        Hubs.refuseOnLoop("A write to a pipe");
        Pipes.get(begin(action));
    }

    /// Does something after what was begun before. Those who come at the same time take turns.
    private AsyncResult<Void> begin(Action<IOException> action) {
        Engine hub = Hubs.carrying();
        AsyncResult<Void> mine = new AsyncResult<>();
        AsyncResult<Void> before = last.getAndSet(mine);
        if (hub != null) {
            hub.lifetime().outside(1);
        }
        before.whenReady(() -> {
            AsyncResult<Void> runs = Pipes.THREADS.begin(() -> run(action, mine, hub));
            runs.whenReady(() -> failed(runs, mine, hub));
        });
        return mine;
    }

    /// There was no thread for it.
    private static void failed(AsyncResult<Void> runs, AsyncResult<Void> mine, Engine hub) {
        if (runs.outcome() instanceof Outcome.Failed<Void>(Throwable cause) && mine.fail(cause)) {
            ended(hub);
        }
    }

    private static void ended(Engine hub) {
        if (hub != null) {
            hub.lifetime().outside(-1);
        }
    }

    private static Void run(Action<IOException> action, AsyncResult<Void> mine, Engine hub) {
        try {
            action.run();
            mine.set(null);
        } catch (Throwable e) {
            mine.fail(e);
        }
        ended(hub); // Only now has whoever waits been told.
        return null;
    }
}
