package io.anyloop.vertx;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;

/// A stream that flows again when the greenlet which was made for it waits for the first time, unless that has taken the flow
/// into its own hands. Event loop's thread and its greenlets only.
final class Paused implements Runnable {
    private static final ThreadLocal<Paused> CURRENT = new ThreadLocal<>();

    private final ReadStream<?> stream;
    private boolean isTaken;

    /// Pauses the stream.
    Paused(ReadStream<?> stream) {
        this.stream = stream;
        stream.pause();
    }

    /// For the greenlet, before anything else: what it posts to the event loop comes when it gives way.
    void resumeAtFirstWait() {
        CURRENT.set(this);
        ContextInternal.current().nettyEventLoop().execute(this);
    }

    @Override
    public void run() {
        if (!isTaken) {
            stream.resume();
        }
    }

    /// Leaves a stream to the caller, who says when it flows.
    static void take(ReadStream<?> stream) {
        Paused paused = CURRENT.get();
        if (paused != null && paused.stream == stream) {
            paused.isTaken = true;
        }
        stream.pause();
    }
}
