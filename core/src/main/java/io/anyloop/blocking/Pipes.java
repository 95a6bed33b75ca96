package io.anyloop.blocking;

import io.anyloop.sync.AsyncResult;
import java.io.Closeable;
import java.io.IOException;

/// Threads for calls that may last as long as a child process does: no limit to them, so that readers cannot take away the
/// threads that a writer, or anybody's other work, needs. Each ends when it has been idle for a while.
final class Pipes {
    static final ThreadPool THREADS =
            new ThreadPool("anyloop-pipes", Integer.MAX_VALUE, ThreadPool.IDLE, null);

    private Pipes() {}

    /// As the last resort. What is closed already stays so.
    static void closeQuietly(Closeable pipe) {
        try {
            pipe.close();
        } catch (IOException e) {
            // Nobody is there any more who could do anything about it.
        }
    }

    /// The result of a call on a pipe.
    static <T> T get(AsyncResult<T> result) throws IOException {
        return result.<IOException>get();
    }
}
